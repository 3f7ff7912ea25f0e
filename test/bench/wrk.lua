-- Sends the requests of a pool file, one after another: "resource<TAB>signature<TAB>body" a line. Every request has a Request-ID of
-- its own, so that none is taken for a replay; the digit that changes most comes first, so that they come in no order. At the end it prints one line of JSON.

local pool, next_line, sent = {}, 0, 0
local prefix = os.getenv("BENCH_RUN") or "0"

function init()
  for line in io.lines(os.getenv("BENCH_POOL")) do
    local resource, signature, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    pool[#pool + 1] = {
      headers = {
        ["Content-Type"] = "application/json",
        ["User-Agent"] = "sentry/26.9.0 (https://sentry.io)",
        ["Sentry-Hook-Resource"] = resource,
        ["Sentry-Hook-Timestamp"] = "1788256800",
        ["Sentry-Hook-Signature"] = signature,
      },
      body = body,
    }
  end
end

function request()
  next_line = next_line % #pool + 1
  sent = sent + 1
  local one = pool[next_line]
  one.headers["Request-ID"] = string.format("%016x", sent):reverse() .. prefix
  return wrk.format("POST", nil, one.headers, one.body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nBENCH {"requests":%d,"micros":%d,"p50":%d,"p90":%d,"p99":%d,"p999":%d,"max":%d,"refused":%d,"failed":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(90), latency:percentile(99),
    latency:percentile(99.9), latency.max, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
