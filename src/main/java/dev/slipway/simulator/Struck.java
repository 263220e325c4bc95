package dev.slipway.simulator;

import dev.slipway.simulator.fault.Fault;
import dev.slipway.simulator.fault.Faults;
import dev.slipway.simulator.time.SimClock;
import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Around;
import dev.slipway.simulator.wire.Call;
import dev.slipway.simulator.wire.DroppedConnection;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Optional;
import java.util.function.Supplier;

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
    Optional<Fault> fault = faults.next(call.service().signingName(), call.operation());
    if (fault.isEmpty()) {
      return proceed.get();
    }
    return switch (fault.get()) {
      case Fault.Refused refused ->
          throw new ServiceException(refused.status(), refused.code(), refused.message());
      case Fault.Delayed delayed -> {
        Answer answer = proceed.get();
        clock.hold(delayed.wall());
        yield answer;
      }
      case Fault.AnswerLost _ -> {
        proceed.get().discard();
        throw new DroppedConnection();
      }
      case Fault.CallLost _ -> throw new DroppedConnection();
    };
  }
}
