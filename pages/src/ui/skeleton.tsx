/** Grey lines in place of what is loading. Plain HTML: it is shown before antd is there. */
interface SkeletonProps {
  /** Number of lines. */
  rows: number;
}

export const Skeleton = ({ rows }: SkeletonProps) => (
  <div className="skeleton" aria-hidden>
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
      <i key={row} />
    ))}
  </div>
);
