package dev.slipway.simulator.sagemaker;

import dev.slipway.base.Ids;
import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.Notifications;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceNotificationConfig;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceOutputConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invocations that are answered later: the input is read from S3, the model's answer or its error
 * is written there, and the configuration's topics are told. What was accepted survives a restart.
 * Every accepted request is worked on at once; there is no queue to grow old in.
 */
public final class AsyncInvocations {

  private static final String KIND = "sagemaker.async-invocation";
  private static final Pattern S3 = Pattern.compile("(?:s3|https)://([^/]+)/?(.*)");

  private final RuntimeApi runtime;
  private final EndpointsApi endpoints;
  private final EndpointConfigsApi configs;
  private final ObjectStore store;
  private final Journal journal;
  private final Notifications notifications;

  public AsyncInvocations(
      Api api, ObjectStore store, Journal journal, Notifications notifications) {
    this.runtime = api.runtime();
    this.endpoints = api.endpoints();
    this.configs = api.configs();
    this.store = store;
    this.journal = journal;
    this.notifications = notifications;
    journal.all(KIND).forEach(this::begin);
  }

  /** What an asynchronous invocation asks of SageMaker. */
  public record Api(RuntimeApi runtime, EndpointsApi endpoints, EndpointConfigsApi configs) {}

  public InvokeEndpointAsyncResponse invokeEndpointAsync(
      InvokeEndpointAsyncRequest request, Caller caller) {
    Scope scope = Scope.of(caller);
    AsyncInferenceConfig config = config(request.endpointName(), caller);
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
        .put("inferenceId", inferenceId)
        .put("output", to)
        .put("failure", failure);
    document.set("request", Codec.toJson(request));
    AsyncInferenceNotificationConfig topics = output.notificationConfig();
    if (topics != null) {
      document.put("successTopic", topics.successTopic()).put("errorTopic", topics.errorTopic());
    }
    String key = scope.key(id);
    journal.put(KIND, key, document);
    begin(key, document);
    return InvokeEndpointAsyncResponse.builder()
        .inferenceId(inferenceId)
        .outputLocation(to)
        .failureLocation(failure)
        .build();
  }

  private AsyncInferenceConfig config(String endpoint, Caller caller) {
    String configName;
    try {
      configName =
          endpoints
              .describeEndpoint(
                  DescribeEndpointRequest.builder().endpointName(endpoint).build(), caller)
              .endpointConfigName();
    } catch (ServiceException notFound) {
      throw refused("Endpoint " + endpoint + " of account " + caller.accountId() + " not found.");
    }
    AsyncInferenceConfig config;
    try {
      config =
          configs
              .describeEndpointConfig(
                  DescribeEndpointConfigRequest.builder().endpointConfigName(configName).build(),
                  caller)
              .asyncInferenceConfig();
    } catch (ServiceException deleted) {
      config = null;
    }
    if (config == null || config.outputConfig() == null) {
      throw refused("Endpoint " + endpoint + " is not configured for asynchronous inference.");
    }
    if (config.outputConfig().s3OutputPath() == null) {
      throw refused("The endpoint configuration has no S3OutputPath.");
    }
    return config;
  }

  private void begin(String key, JsonNode document) {
    var _ = Thread.ofVirtual().name("async-invocation").start(() -> work(key, document));
  }

  private void work(String key, JsonNode document) {
    InvokeEndpointAsyncRequest request =
        Codec.fromJson(document.path("request"), InvokeEndpointAsyncRequest::builder);
    String failure = null;
    try {
      byte[] input =
          read(request.inputLocation())
              .orElseThrow(
                  () -> refused("Could not find the input at " + request.inputLocation() + "."));
      InvokeEndpointResponse answer =
          runtime.invokeEndpoint(plain(request, input), caller(document));
      boolean kept =
          write(
              document.path("output").asString(""),
              answer.body().asByteArrayUnsafe(),
              answer.contentType());
      if (!kept) {
        failure = "The output could not be written: there is no such bucket.";
      }
    } catch (ServiceException e) {
      failure = e.text();
    }
    if (failure != null && document.path("failure").isString()) {
      var _ =
          write(
              document.path("failure").asString(""),
              failure.getBytes(StandardCharsets.UTF_8),
              "text/plain");
    }
    tell(document, request, failure);
    journal.remove(KIND, key);
  }

  private static InvokeEndpointRequest plain(InvokeEndpointAsyncRequest request, byte[] input) {
    return InvokeEndpointRequest.builder()
        .endpointName(request.endpointName())
        .body(SdkBytes.fromByteArrayUnsafe(input))
        .contentType(request.contentType())
        .accept(request.accept())
        .customAttributes(request.customAttributes())
        .inferenceId(request.inferenceId())
        .build();
  }

  private static Caller caller(JsonNode document) {
    return new Caller(
        document.path("account").asString(""),
        document.path("region").asString(""),
        document.path("key").asString(""));
  }

  private void tell(
      JsonNode document, InvokeEndpointAsyncRequest request, @Nullable String failure) {
    JsonNode topic = document.path(failure == null ? "successTopic" : "errorTopic");
    if (!topic.isString()) {
      return;
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message
        .put("awsRegion", document.path("region").asString(""))
        .put("eventSource", "aws:sagemaker")
        .put("eventName", "InferenceResult")
        .put("invocationStatus", failure == null ? "Completed" : "Failed")
        .put("inferenceId", document.path("inferenceId").asString(""))
        .put("failureReason", failure);
    message
        .putObject("requestParameters")
        .put("endpointName", request.endpointName())
        .put("inputLocation", request.inputLocation());
    message.putObject("responseParameters").set("outputLocation", document.path("output"));
    notifications.deliver(topic.stringValue(), "", message.toString());
  }

  private Optional<byte[]> read(String location) {
    Matcher matcher = S3.matcher(location);
    return matcher.matches() ? store.read(matcher.group(1), matcher.group(2)) : Optional.empty();
  }

  private boolean write(String location, byte[] bytes, @Nullable String type) {
    Matcher matcher = S3.matcher(location);
    return matcher.matches()
        && store.write(
            matcher.group(1), matcher.group(2), bytes, type == null ? "text/plain" : type);
  }

  private static String within(String path, String name) {
    return path.endsWith("/") ? path + name : path + "/" + name;
  }

  private static ServiceException refused(String message) {
    return new ServiceException(400, "ValidationError", message);
  }
}
