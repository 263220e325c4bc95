package dev.slipway.testing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Every AWS call of the tests passes here (the SDK finds this class in its global interceptors), so
 * that a process can die between a call and what follows it. Does nothing on a thread that did not
 * ask for it.
 */
public final class MortalCalls implements ExecutionInterceptor {

  private static final ThreadLocal<@Nullable Watch> WATCH = new ThreadLocal<>();

  private static final long PATIENCE_MILLIS = 10_000;

  private enum Happening {
    DIES_BEFORE,
    DIES_AFTER,
    LATE
  }

  /**
   * A process that is no more: nothing of the tick happens any more. Slipway takes it for its Java
   * machine's end, and for no fault of the step.
   */
  public static final class Died extends VirtualMachineError {
    public Died(String when) {
      super(when);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** When, of the calls that follow on this thread, it dies. */
  public static final class Watch implements AutoCloseable {
    private final List<String> operations = new ArrayList<>();
    private final int call;
    private final Happening happening;

    private Watch(int call, Happening happening) {
      this.call = call;
      this.happening = happening;
      WATCH.set(this);
    }

    /** Counts the calls that follow on this thread, and lets them be. */
    public static Watch counting() {
      return new Watch(0, Happening.DIES_BEFORE);
    }

    /** Dies before, or after, the n-th call that follows on this thread. */
    public static Watch dying(int call, boolean after) {
      return new Watch(call, after ? Happening.DIES_AFTER : Happening.DIES_BEFORE);
    }

    /**
     * The answer of the n-th call that follows on this thread comes later than the SDK waits for
     * it; nobody has to wait so long here.
     */
    public static Watch late(int call) {
      return new Watch(call, Happening.LATE);
    }

    /** The operations that were called, in order. */
    public List<String> operations() {
      return List.copyOf(operations);
    }

    private boolean meets(Happening now) {
      return happening == now && operations.size() == call;
    }

    @Override
    public void close() {
      WATCH.remove();
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Watch watch = WATCH.get();
    if (watch == null) return;
    watch.operations.add(
        String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
    if (watch.meets(Happening.DIES_BEFORE)) throw died(watch, "before");
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    Watch watch = WATCH.get();
    if (watch != null && watch.meets(Happening.LATE)) {
      throw ApiCallAttemptTimeoutException.create(PATIENCE_MILLIS);
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    dieAfter();
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    dieAfter();
  }

  private static void dieAfter() {
    Watch watch = WATCH.get();
    if (watch != null && watch.meets(Happening.DIES_AFTER)) throw died(watch, "after");
  }

  private static Died died(Watch watch, String when) {
    return new Died("died " + when + " " + watch.operations.getLast());
  }
}
