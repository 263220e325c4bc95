package dev.slipway.simulator.wire;

import java.util.function.Supplier;

/**
 * Stands between the wire and every operation: the seam where faults are made.
 *
 * <p>To fail a call, throw {@link ServiceException}; to slow it, wait before or after {@code
 * proceed}; to lose the answer of a call that was done, call {@code proceed} and then throw {@link
 * DroppedConnection}.
 */
@FunctionalInterface
public interface Around {

  /** Answers the call, normally with what {@code proceed} returns. Runs on a virtual thread. */
  Answer call(Call call, Supplier<Answer> proceed);
}
