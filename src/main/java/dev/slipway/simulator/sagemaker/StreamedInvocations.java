package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.EventStream;
import dev.slipway.simulator.wire.ServiceException;
import java.util.Arrays;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;

/**
 * Invocations whose answer comes in parts. The container's whole answer is cut into parts once it
 * is there; a model's error comes before the stream begins, as ModelError.
 */
public final class StreamedInvocations {

  private static final int PART = 1024;

  private final RuntimeApi runtime;

  public StreamedInvocations(RuntimeApi runtime) {
    this.runtime = runtime;
  }

  public Answer invokeEndpointWithResponseStream(
      InvokeEndpointWithResponseStreamRequest request, Caller caller) {
    if ("NEW_SESSION".equals(request.sessionId())) {
      throw new ServiceException(
          400, "ValidationError", "A streaming call cannot open a session; use InvokeEndpoint.");
    }
    InvokeEndpointResponse whole =
        runtime.invokeEndpoint(
            InvokeEndpointRequest.builder()
                .endpointName(request.endpointName())
                .body(request.body())
                .contentType(request.contentType())
                .accept(request.accept())
                .customAttributes(request.customAttributes())
                .targetVariant(request.targetVariant())
                .targetContainerHostname(request.targetContainerHostname())
                .inferenceId(request.inferenceId())
                .inferenceComponentName(request.inferenceComponentName())
                .sessionId(request.sessionId())
                .build(),
            caller);
    EventStream events = new EventStream();
    byte[] body = whole.body().asByteArrayUnsafe();
    for (int at = 0; at < body.length; at += PART) {
      var _ =
          events.event(
              "PayloadPart", Arrays.copyOfRange(body, at, Math.min(body.length, at + PART)));
    }
    return Answer.of(
        InvokeEndpointWithResponseStreamResponse.builder()
            .contentType(whole.contentType())
            .invokedProductionVariant(whole.invokedProductionVariant())
            .customAttributes(whole.customAttributes())
            .build(),
        events);
  }
}
