// An SMTP server that keeps what it is told in a file. Prints its port.
import { createServer } from "node:net";
import { appendFileSync, writeFileSync } from "node:fs";

const file = process.argv[2];
writeFileSync(file, "");
const server = createServer((client) => {
  let data = false, rest = "";
  client.write("220 sink\r\n");
  client.on("error", () => {});
  client.on("data", (bytes) => {
    rest += bytes;
    for (let end; (end = rest.indexOf("\r\n")) >= 0; rest = rest.slice(end + 2)) {
      const line = rest.slice(0, end);
      appendFileSync(file, `${line}\n`);
      if (data) { if (line === ".") { data = false; client.write("250 kept\r\n"); } continue; }
      if (/^DATA/i.test(line)) { data = true; client.write("354 go on\r\n"); }
      else if (/^QUIT/i.test(line)) client.end("221 bye\r\n");
      else client.write("250 yes\r\n");
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
setTimeout(() => process.exit(0), 120000);
