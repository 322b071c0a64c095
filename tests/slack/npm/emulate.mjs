// Runs one emulated Slack a workspace and obeys lines on standard input.
// In:  one JSON line a command: {"start": [{"port", "baseUrl", "slack": SEED}, …]}, {"reset": [SEED or null, …]}
//      or {"expire": true}
// Out: one JSON line an answer: {"ok": true} or {"ok": false, "error": "…"}
// "expire" makes every trigger so far too old.
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
// It ends a trigger after three seconds, as Slack does. Here one lasts a minute, or until a test says that they
// are too old: a machine busy with other tests is no fault of the desk.
const triggers = new Set();
const set = Map.prototype.set;
Map.prototype.set = function (key, value) {
  if (value?.resetAt && value.remaining === 5000) value.remaining = Infinity;
  if (value?.trigger_id && value.expires_at && !value.used) {
    value = { ...value, expires_at: value.expires_at + 57 };
    triggers.add(value);
  }
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
  if (command.expire || command.reset) {
    for (const trigger of triggers) trigger.expires_at = 0;
    triggers.clear();
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
