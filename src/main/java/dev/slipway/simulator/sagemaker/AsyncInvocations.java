package dev.slipway.simulator.sagemaker;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.Notifications;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceNotificationConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceOutputConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * SageMaker Runtime's {@code InvokeEndpointAsync}: a request is written down and answered later, by
 * {@link AsyncWork}.
 */
public final class AsyncInvocations implements AutoCloseable {

  private final ModelCalls calls;
  private final World world;
  private final AsyncWork work;

  public AsyncInvocations(
      RuntimeApi runtime, Endpoints endpoints, ObjectStore store, Notifications notifications) {
    this.calls = runtime.calls();
    this.world = endpoints.world();
    this.work = new AsyncWork(calls, endpoints, store, notifications);
  }

  public InvokeEndpointAsyncResponse invokeEndpointAsync(
      InvokeEndpointAsyncRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    AsyncInferenceConfig config = config(calls.serving(scope, request.endpointName()));
    AsyncInferenceOutputConfig output = config.outputConfig();
    String id = Ids.next().toString();
    String inferenceId = request.inferenceId() == null ? id : request.inferenceId();
    String to = within(output.s3OutputPath(), id + ".out");
    String failure =
        output.s3FailurePath() == null ? null : within(output.s3FailurePath(), id + "-error.out");
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document
        .put("account", caller.accountId())
        .put("region", caller.region())
        .put("key", caller.accessKeyId())
        .put("accepted", world.clock().now().toString())
        .put("inferenceId", inferenceId)
        .put("output", to)
        .put("failure", failure);
    document.set("request", Codec.toJson(request));
    AsyncInferenceNotificationConfig topics = output.notificationConfig();
    if (topics != null) {
      document.put("successTopic", topics.successTopic()).put("errorTopic", topics.errorTopic());
    }
    work.accept(scope.key(id), document);
    return InvokeEndpointAsyncResponse.builder()
        .inferenceId(inferenceId)
        .outputLocation(to)
        .failureLocation(failure)
        .build();
  }

  private AsyncInferenceConfig config(Endpoint endpoint) {
    FleetPlan live = endpoint.state().live();
    if (live == null || live.async() == null) {
      throw Refusals.refused(Wordings.notAsynchronous(world.options(), endpoint.state().name()));
    }
    AsyncInferenceConfig config = Codec.fromJson(live.async(), AsyncInferenceConfig::builder);
    if (config.outputConfig() == null || config.outputConfig().s3OutputPath() == null) {
      throw Refusals.refused("The endpoint configuration has no S3OutputPath.");
    }
    return config;
  }

  private static String within(String path, String name) {
    return path.endsWith("/") ? path + name : path + "/" + name;
  }

  /** Nothing is written from here on. */
  @Override
  public void close() {
    work.close();
  }
}
