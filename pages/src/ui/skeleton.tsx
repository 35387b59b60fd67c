/** Grey lines in place of what is loading. Plain HTML: it is shown before antd is there. */
export const Skeleton = () => (
  <div className="skeleton" aria-hidden>
    <i />
    <i />
    <i />
    <i />
    <i />
    <i />
    <i />
    <i />
  </div>
);
