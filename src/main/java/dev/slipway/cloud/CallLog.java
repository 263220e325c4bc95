package dev.slipway.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which AWS calls a piece of work made, with their request ids, for the record. The adapters report
 * to the log that is bound while the work runs.
 */
public final class CallLog {

  private static final ScopedValue<CallLog> BOUND = ScopedValue.newInstance();

  private final List<Call> calls = new ArrayList<>();

  /** An empty log. */
  public CallLog() {}

  /** Runs the work with this log bound to its thread. */
  public <T> T during(Supplier<T> work) {
    return ScopedValue.where(BOUND, this).call(work::get);
  }

  /** The calls so far, in order. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  static void report(Call call) {
    if (BOUND.isBound()) BOUND.get().calls.add(call);
  }

  /**
   * One call.
   *
   * @param service such as {@code sagemaker}
   * @param operation such as {@code CreateModel}
   * @param requestId AWS's id, when an answer came
   * @param error AWS's error code, when it failed
   */
  public record Call(
      String service, String operation, @Nullable String requestId, @Nullable String error) {

    /** Whether the call only looked. */
    public boolean looks() {
      return operation.startsWith("Describe")
          || operation.startsWith("Get")
          || operation.startsWith("List")
          || operation.startsWith("Head")
          || operation.startsWith("Simulate")
          || operation.equals("InvokeEndpoint")
          || operation.equals("AssumeRole");
    }
  }
}
