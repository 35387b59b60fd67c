/** The facts of a record, one a line, with their names before them. */
import { Descriptions } from "antd";
import type { ReactNode } from "react";

interface Fact {
  /** Different for each fact. */
  label: string;
  children: ReactNode;
}

export const FactTable = ({ facts }: { facts: readonly Fact[] }) => (
  <Descriptions
    column={1}
    size="small"
    bordered
    items={facts.map((fact) => ({ key: fact.label, ...fact }))}
  />
);
