/** Entry of the program. */
import { processIo } from "./process-io.ts";
import { runProgram } from "./program.ts";

// `jobdata search --all | head` closes the pipe: nobody reads on, which is no error.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });

process.exitCode = await runProgram(process.argv.slice(2), processIo());
