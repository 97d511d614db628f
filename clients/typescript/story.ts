// The service as a TypeScript program sees it, by generated types only: log in and ask who I am.
// `make clients` compiles this strictly and runs it beside a demo (KES_URL, KES_LOGINS).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "./generated/contract.js";

type Problem = components["schemas"]["Problem"];
type LogIn = { username: string; password: string; role: string };

const url = process.env["KES_URL"] ?? "http://127.0.0.1:8080";
const logins = JSON.parse(await readFile(process.env["KES_LOGINS"] ?? "var/demo.json", "utf8")) as {
  workers: LogIn[];
};

/** The body of a success; a problem document ends the story. */
function body<T>(answer: { data?: T; error?: Problem; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

/** A client that acts as this worker. */
async function logIn({ username, password }: LogIn): Promise<Client<paths>> {
  const anonymous = createClient<paths>({ baseUrl: url });
  const session = body(await anonymous.POST("/v1/sessions", { body: { username, password } }));
  return createClient<paths>({
    baseUrl: url,
    headers: { Authorization: `${session.token_type} ${session.access_token}` },
  });
}

const [worker] = logins.workers;
assert(worker, "the demo has workers");
const client = await logIn(worker);
const me = body(await client.GET("/v1/me"));
assert.equal(me.username, worker.username);

const wrong = await createClient<paths>({ baseUrl: url }).POST("/v1/sessions", {
  body: { username: worker.username, password: "not the password" },
});
assert.equal(wrong.response.status, 401);
console.log(`typescript: logged in as ${me.username}`);
