// Runs one emulated Slack a workspace and obeys lines on standard input.
// In:  one JSON line a command: {"start": [{"port", "baseUrl", "slack": SEED}, …]} or {"reset": [SEED or null, …]}
// Out: one JSON line an answer: {"ok": true} or {"ok": false, "error": "…"}
// A reset forgets everything that happened; a seed that comes with it takes the place of the old one.
import net from 'node:net';
import readline from 'node:readline';
import { createEmulator } from 'emulate';

// The package listens on every address; nothing here is for others than this machine.
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter((one) => typeof one === 'function'));
};

// The package refuses a token after 5,000 calls in an hour. Slack has no such rule, and a long run makes more.
const set = Map.prototype.set;
Map.prototype.set = function (key, value) {
  if (value?.resetAt && value.remaining === 5000) value.remaining = Infinity;
  return set.call(this, key, value);
};

const running = [];

async function obey(command) {
  if (command.start) {
    for (const { port, baseUrl, slack } of command.start) {
      const seed = { slack };
      running.push({ seed, emulator: await createEmulator({ service: 'slack', port, baseUrl, seed }) });
    }
  }
  for (const [index, slack] of (command.reset ?? []).entries()) {
    if (slack) Object.assign(running[index].seed.slack, slack);
    running[index].emulator.reset();
  }
}

process.on('uncaughtException', (error) => {
  console.log(JSON.stringify({ ok: false, error: String(error) }));
  process.exit(1);
});

for await (const line of readline.createInterface({ input: process.stdin })) {
  await obey(JSON.parse(line));
  console.log(JSON.stringify({ ok: true }));
}
process.exit(0);
