/** Links to tasks, which may be of different queues, each with the name of its queue. */
import { Link } from "@tanstack/react-router";
import { Flex } from "antd";
import { queueOfTask } from "../../../../shared/domain/task-id.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

export function TaskLinks({ ids }: { ids: readonly string[] }) {
  const { t } = useTexts(texts);
  return (
    <Flex vertical data-testid="task-links">
      {ids.map((id) => {
        const queue = queueOfTask(id);
        return (
          <span key={id}>
            <Link to="/tasks" search={{ open: id }}>
              {id}
            </Link>
            {queue !== null && <span className="muted"> · {t(`why.queueName.${queue}`)}</span>}
          </span>
        );
      })}
    </Flex>
  );
}
