/** What happens to machines: objects are evicted, invocations are killed or stand still, a deployment ends all, the clock jumps. */
import type { Part, Simulation } from "../simulation.ts";

export function machinesPart({ world, objects }: Simulation): Part {
  const { chance } = world;
  const kill = () => {
    const life = chance.pick([...world.lives]);
    if (!life) return;
    world.note(() => `${life.name} is killed`);
    world.kill(life);
  };
  /** Each kind as often as another: bulk actions are objects by the hundred. */
  const evict = () => {
    const kinds = Map.groupBy(objects.hosts.values(), ({ kind }) => kind);
    chance.pick(chance.pick([...kinds.values()]) ?? [])?.evict();
  };
  return {
    name: "machines",
    acts: [
      { name: "evict", weight: 12, run: evict },
      { name: "kill", weight: 10, run: kill },
      {
        name: "freeze",
        weight: 15,
        run() {
          const life = chance.pick([...world.lives]);
          if (!life) return;
          const ms = chance.between(20, 240) * 1000;
          life.frozenUntil = world.now + ms;
          world.note(() => `${life.name} does nothing for ${ms / 1000} s`);
        },
      },
      {
        name: "deploy",
        weight: 1,
        run() {
          world.note(() => "a deployment");
          for (const life of [...world.lives]) world.kill(life);
          for (const host of objects.hosts.values()) {
            host.dropSockets();
            host.evict();
          }
        },
      },
      {
        name: "the clock jumps",
        weight: 2,
        run() {
          const ms = chance.happens(0.8) ? chance.between(1, 90) * 1000 : chance.between(1, 360) * 60_000;
          world.now += ms;
          world.note(() => `the clock jumps ${ms / 1000} s ahead`);
        },
      },
    ],
  };
}
