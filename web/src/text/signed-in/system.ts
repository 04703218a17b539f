import { msg, plural, t } from "@lingui/core/macro";
import "./english";
import { texts } from "../lazy";

export const systemTexts = texts({
  title: msg`System`,
  health: {
    title: msg`Is everything running?`,
    service: msg`Service`,
    database: msg`Database`,
    environment: msg`Environment`,
    ok: msg`Running`,
    error: msg`Not well`,
    connected: msg`Connected`,
    disconnected: msg`Not connected`,
  },
  running: {
    title: msg`What runs`,
    version: msg`Release`,
    schema: msg`Schema of the database`,
    noSchema: msg`none`,
    atHead: msg`as this release wants it`,
    behind: (head: string) => t`this release wants ${head}`,
    since: msg`Running since`,
    processes: msg`Processes`,
    noProcesses: msg`No process has written down anything yet; each does it once a minute.`,
    kinds: { WEB: msg`Web`, WORKER: msg`Worker` },
    process: (version: string, since: string, megabytes: number) =>
      t`${version}, since ${since}, ${megabytes} MB`,
    lastHour: msg`The last hour`,
    noHistory: msg`Nothing yet: each minute is written down when it is over.`,
    none: "–",
    charts: {
      requests: { name: msg`Requests a minute`, unit: "" },
      p95: { name: msg`95 of 100 answers within`, unit: msg`ms` },
      failures: { name: msg`Answers 5xx a minute`, unit: "" },
      cpu: { name: msg`Processor`, unit: msg`% of one` },
      memory: { name: msg`Memory`, unit: msg`MB` },
      pool: { name: msg`Database connections in use`, unit: "" },
    },
  },
  mails: {
    title: msg`Mails`,
    state: msg`State`,
    all: msg`All`,
    empty: msg`No mails here.`,
    to: (recipient: string) => t`to ${recipient}`,
    nobody: msg`to nobody yet`,
    attempts: (count: number) => t`${plural(count, { one: "# try", other: "# tries" })}`,
    retry: msg`Try again now`,
    retried: msg`The mail is tried again.`,
    states: {
      WAITING: msg`Waiting`,
      DELIVERED: msg`Delivered`,
      NEEDLESS: msg`Not needed`,
      DEAD: msg`Given up`,
    },
    topics: {
      "account.registration_requested": msg`Link to complete a registration`,
      "account.invited": msg`Invitation`,
      "account.reset_requested": msg`Link for a new password`,
      "account.login_limited": msg`Link to sign in again`,
      "account.password_changed": msg`Notice of a new password`,
      "account.role_changed": msg`Notice of another role`,
      "account.deactivated": msg`Notice of a deactivated account`,
      "account.activated": msg`Notice of an account that is active again`,
    },
  },
});
