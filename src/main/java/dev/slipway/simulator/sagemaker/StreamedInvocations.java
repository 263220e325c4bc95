package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.wire.Answer;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.ServiceException;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponse;

/**
 * SageMaker Runtime's {@code InvokeEndpointWithResponseStream}: parts are passed on as the
 * container produces them. An error of the model comes before the stream begins, as ModelError.
 */
public final class StreamedInvocations {

  private final RuntimeApi runtime;
  private final World world;

  public StreamedInvocations(RuntimeApi runtime, Endpoints endpoints) {
    this.runtime = runtime;
    this.world = endpoints.world();
  }

  public Answer invokeEndpointWithResponseStream(
      InvokeEndpointWithResponseStreamRequest request, Caller caller) {
    if ("NEW_SESSION".equals(request.sessionId())) {
      throw new ServiceException(
          400, "ValidationError", "A streaming call cannot open a session; use InvokeEndpoint.");
    }
    OpenAnswer open =
        runtime.open(
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
    InvokeEndpointResponse head = open.head();
    return Answer.of(
        InvokeEndpointWithResponseStreamResponse.builder()
            .contentType(head.contentType())
            .invokedProductionVariant(head.invokedProductionVariant())
            .customAttributes(head.customAttributes())
            .build(),
        new ResponseStream(open, world));
  }
}
