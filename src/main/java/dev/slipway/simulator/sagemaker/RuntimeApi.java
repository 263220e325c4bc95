package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Caller;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;

/**
 * SageMaker Runtime's {@code InvokeEndpoint}. The container opens and closes sessions; the
 * simulator keeps each to its instance, in memory: a restart ends them, as it ends the instances.
 */
public final class RuntimeApi implements AutoCloseable {

  private final ModelCalls calls;
  private final Captures captures;
  private final Sessions sessions;

  /**
   * @param store where captured data goes
   */
  public RuntimeApi(Endpoints endpoints, ObjectStore store) {
    this.captures = new Captures(endpoints.world(), store);
    this.calls = new ModelCalls(endpoints, captures);
    this.sessions = new Sessions(endpoints.world());
  }

  public InvokeEndpointResponse invokeEndpoint(InvokeEndpointRequest request, Caller caller) {
    return request.sessionId() == null
        ? calls.call(request, caller, Manner.PLAIN).response()
        : sessions.invoke(calls, request, caller);
  }

  /** Begins a call whose answer comes in parts. */
  OpenAnswer open(InvokeEndpointRequest request, Caller caller) {
    return request.sessionId() == null
        ? calls.open(request, caller, Manner.PLAIN)
        : sessions.open(calls, request, caller);
  }

  /** Writes what was captured and not yet written. */
  @Override
  public void close() {
    captures.write();
  }

  Sessions sessions() {
    return sessions;
  }

  ModelCalls calls() {
    return calls;
  }
}
