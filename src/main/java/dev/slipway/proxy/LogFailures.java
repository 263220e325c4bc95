package dev.slipway.proxy;

import dev.slipway.endpoint.Route.Serving;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line for each prediction that failed, so that a caller's failure can be found by its
 * request id or its trace. When many fail, only the first of each second are logged, and the next
 * line says how many were not. Lives on one event loop.
 */
final class LogFailures {

  private static final Logger LOG = LoggerFactory.getLogger(LogFailures.class);
  private static final long MILLI = 1_000_000;
  private static final int LONGEST_CAUSE = 300;

  private final Sparing sparing = new Sparing();

  /** An answer was passed on: SageMaker's own, or that of what stood in. */
  void answered(Exchange exchange, int status) {
    Refusal failure = exchange.failure();
    if (failure != null) {
      log(exchange, status, failure);
    } else if (!exchange.isWell()) {
      log(exchange, status, null);
    }
  }

  /** The proxy had to refuse it, for no fault of the caller's. */
  void refused(Exchange exchange, Refusal refusal) {
    int status = exchange.door().status(refusal.reason());
    if (status >= 500) {
      log(exchange, status, refusal);
    }
  }

  /** It failed in a way that was not foreseen. */
  void ours(Exchange exchange, Throwable failure) {
    LOG.error(
        "A prediction failed in the proxy: request_id={} trace_id={}",
        exchange.requestId(),
        Trace.id(exchange.request().getHeader(Trace.PARENT)),
        failure);
  }

  private void log(Exchange exchange, int status, @Nullable Refusal refusal) {
    long leftOut = sparing.next(System.nanoTime());
    if (leftOut < 0) {
      return;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("status", status);
    members.put("code", code(status, refusal));
    destination(exchange, members);
    String variant = exchange.meantVariant();
    members.put("variant", variant.isEmpty() ? null : variant);
    members.put("stood_in", exchange.standIn());
    members.put("request_id", exchange.requestId());
    members.put("trace_id", Trace.id(exchange.request().getHeader(Trace.PARENT)));
    members.put("total_ms", exchange.totalNanos() / MILLI);
    members.put("upstream_ms", exchange.upstreamNanos() / MILLI);
    members.put("cause", cause(refusal));
    members.put("left_out", leftOut == 0 ? null : leftOut);
    write(members);
  }

  private static void destination(Exchange exchange, Map<String, @Nullable Object> members) {
    Destination to = exchange.destination();
    if (to != null) {
      // What stood in has releases of its own; this line is about the endpoint that failed.
      Serving answered = exchange.standIn() == null ? exchange.answered() : to.answered(null);
      members.put("endpoint", to.route().endpoint());
      members.put("environment", to.route().environment());
      members.put("model", to.route().model());
      members.put("release", to.releaseLabel(answered));
    }
  }

  private static String code(int status, @Nullable Refusal refusal) {
    if (refusal != null) {
      return refusal.reason().code;
    }
    return status == ModelError.STATUS ? "model-error" : "sagemaker-error";
  }

  /** In one line, whatever the other side said. */
  private static @Nullable String cause(@Nullable Refusal refusal) {
    Throwable cause = refusal == null ? null : refusal.getCause();
    if (cause == null) {
      return null;
    }
    String text = cause.toString().replaceAll("[\\p{Cntrl}\"]", " ");
    return '"' + text.substring(0, Math.min(text.length(), LONGEST_CAUSE)) + '"';
  }

  /** For people and {@code grep}, and for logs that keep members apart. */
  private static void write(Map<String, @Nullable Object> members) {
    LoggingEventBuilder line = LOG.atWarn();
    var text = new StringBuilder("A prediction failed:");
    for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
      Object value = member.getValue();
      if (value != null) {
        line = line.addKeyValue(member.getKey(), value);
        text.append(' ').append(member.getKey()).append('=').append(value);
      }
    }
    line.log(text.toString());
  }
}
