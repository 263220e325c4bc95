package dev.slipway.simulator;

import dev.slipway.simulator.fault.Fault;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Call;
import dev.slipway.simulator.wire.DroppedConnection;
import dev.slipway.simulator.wire.ServiceException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets the faults that were asked for strike calls on their way to an operation. */
final class Struck implements Around {

  private final Faults faults;
  private final SimClock clock;

  Struck(Faults faults, SimClock clock) {
    this.faults = faults;
    this.clock = clock;
  }

  @Override
  public Answer call(Call call, Supplier<Answer> proceed) {
    Duration late = Duration.ZERO;
    @Nullable Fault other = null;
    for (Fault fault : faults.next(call.service(), call.operation())) {
      if (fault instanceof Fault.Delayed delayed) {
        late = late.plus(delayed.wall());
      } else {
        other = fault;
      }
    }
    try {
      return carriedOut(other, proceed);
    } finally {
      if (late.isPositive()) clock.hold(late);
    }
  }

  private static Answer carriedOut(@Nullable Fault fault, Supplier<Answer> proceed) {
    return switch (fault) {
      case null -> proceed.get();
      case Fault.Refused refused ->
          throw new ServiceException(refused.status(), refused.code(), refused.message());
      case Fault.Delayed _ -> proceed.get();
      case Fault.AnswerLost _ -> {
        proceed.get().discard();
        throw new DroppedConnection();
      }
      case Fault.CallLost _ -> throw new DroppedConnection();
    };
  }
}
