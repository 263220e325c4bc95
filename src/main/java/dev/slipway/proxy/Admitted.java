package dev.slipway.proxy;

import dev.slipway.proxy.Refusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A prediction that the breaker let through. When the prediction ends, the breaker is told what
 * that says about SageMaker.
 *
 * @param hurried whether its caller gives it less time than the proxy would
 * @param spentBefore how many nanoseconds another endpoint took before this one was asked
 */
record Admitted(
    Breaker breaker, long ticket, Operation operation, boolean hurried, long spentBefore) {

  private static final int ERRORS = 400;

  /** The prediction has ended, with an outcome or with a failure. */
  void ended(Exchange exchange, @Nullable Outcome outcome, @Nullable Throwable failure) {
    long now = System.nanoTime();
    if (outcome instanceof Outcome.Answered(_, var reply)) {
      long took = spent(exchange) + reply.asking().unspentNanos(now);
      answered(exchange.isWell(), reply.head().statusCode(), took, now);
    } else if (failure instanceof Refusal refusal) {
      refused(refusal.reason(), spent(exchange), now);
    } else {
      breaker.unknown(ticket);
    }
  }

  private long spent(Exchange exchange) {
    return exchange.upstreamNanos() - spentBefore;
  }

  private void answered(boolean well, int status, long took, long now) {
    if (!well) {
      breaker.failed(ticket, now);
      return;
    }
    // An error takes no time, whatever a prediction does.
    if (status < ERRORS) {
      breaker.times().took(operation, took, now);
    }
    breaker.succeeded(ticket, now);
  }

  /**
   * The prediction ended in a refusal of the proxy. That speaks against SageMaker only where
   * SageMaker owed an answer.
   */
  private void refused(Reason reason, long waited, long now) {
    if (reason == Reason.UPSTREAM_SLOW && hurried) {
      breaker.late(ticket, operation, now, waited);
    } else if (reason == Reason.UPSTREAM_SLOW || reason == Reason.UPSTREAM_LOST) {
      breaker.failed(ticket, now);
    } else {
      breaker.unknown(ticket);
    }
  }
}
