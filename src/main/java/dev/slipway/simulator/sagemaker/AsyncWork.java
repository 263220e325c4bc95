package dev.slipway.simulator.sagemaker;

import dev.slipway.simulator.account.Scope;
import dev.slipway.simulator.cloudwatch.MetricKey;
import dev.slipway.simulator.cloudwatch.Notifications;
import dev.slipway.simulator.state.Journal;
import dev.slipway.simulator.wire.Caller;
import dev.slipway.simulator.wire.Codec;
import dev.slipway.simulator.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sagemaker.model.AsyncInferenceConfig;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointRequest;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works on asynchronous invocations: they wait in a queue of their endpoint until an instance has
 * room or their time to live is over; the input is read from S3, the model's answer or its error is
 * written there, and the configuration's topics are told. What was accepted survives a restart.
 */
final class AsyncWork {

  private static final String KIND = "sagemaker.async-invocation";
  private static final Pattern S3 = Pattern.compile("(?:s3|https)://([^/]+)/?(.*)");

  /** The defaults of RequestTTLSeconds and InvocationTimeoutSeconds. */
  private static final Duration TTL = Duration.ofHours(6);

  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /** Requests at once to an instance, where the configuration names no number. */
  private static final int AT_ONCE = 4;

  private final ModelCalls calls;
  private final Endpoints endpoints;
  private final World world;
  private final ObjectStore store;
  private final Journal journal;
  private final Notifications notifications;
  private final Map<String, AsyncQueue> queues = new ConcurrentHashMap<>();
  private boolean closed;

  AsyncWork(ModelCalls calls, Endpoints endpoints, ObjectStore store, Notifications notifications) {
    this.calls = calls;
    this.endpoints = endpoints;
    this.world = endpoints.world();
    this.store = store;
    this.journal = world.journal();
    this.notifications = notifications;
    journal.all(KIND).forEach(this::begin);
    world.timeline().every(Duration.ofMinutes(1), "asynchronous queues are looked at", this::look);
  }

  /** Takes a request on; it is journalled before this returns. */
  void accept(String key, JsonNode document) {
    journal.put(KIND, key, document);
    begin(key, document);
  }

  /** Puts a journalled request into its queue. */
  private void begin(String key, JsonNode document) {
    InvokeEndpointAsyncRequest request = request(document);
    JsonNode accepted = document.path("accepted");
    AsyncQueue.Waiting waiting =
        new AsyncQueue.Waiting(
            key,
            document,
            accepted.isString() ? Instant.parse(accepted.stringValue()) : world.clock().now(),
            request.requestTTLSeconds() == null
                ? TTL
                : Duration.ofSeconds(request.requestTTLSeconds()));
    Scope scope = Scope.ofKey(key);
    queues.computeIfAbsent(scope.key(request.endpointName()), _ -> new AsyncQueue()).add(waiting);
    pump(scope, request.endpointName());
  }

  /** Works on as many requests as the endpoint's instances take at once. */
  private void pump(Scope scope, String name) {
    AsyncQueue queue = queues.get(scope.key(name));
    int most =
        endpoints
            .find(scope, name)
            .map(endpoint -> endpoint.serving() * atOnce(endpoint))
            .orElse(0);
    Optional<AsyncQueue.Waiting> next = queue == null ? Optional.empty() : queue.next(most);
    while (queue != null && next.isPresent()) {
      AsyncQueue.Waiting one = next.get();
      var _ =
          Thread.ofVirtual()
              .name("async-invocation")
              .start(() -> {
                try {
                  work(one);
                } finally {
                  queue.done();
                  pump(scope, name);
                }
              });
      next = queue.next(most);
    }
  }

  private static int atOnce(Endpoint endpoint) {
    FleetPlan live = endpoint.state().live();
    if (live == null || live.async() == null) {
      return AT_ONCE;
    }
    var client =
        Codec.<AsyncInferenceConfig>fromJson(live.async(), AsyncInferenceConfig::builder)
            .clientConfig();
    return client == null || client.maxConcurrentInvocationsPerInstance() == null
        ? AT_ONCE
        : client.maxConcurrentInvocationsPerInstance();
  }

  /** Ends what has waited too long, and reports every queue. */
  private void look(Instant now) {
    queues.forEach((key, queue) -> {
      Scope scope = Scope.ofKey(key);
      String name = key.substring(scope.key("").length());
      for (AsyncQueue.Waiting one : queue.over(now)) {
        end(one, "The request was not processed within its RequestTTLSeconds.");
      }
      pump(scope, name);
      Optional<Endpoint> endpoint = endpoints.find(scope, name);
      if (endpoint.isEmpty()) {
        return;
      }
      int instances = endpoint.get().serving();
      Instant oldest = queue.oldest();
      Instant within = now.minusSeconds(1);
      report(scope, name, "ApproximateBacklogSize", within, queue.backlog());
      report(
          scope,
          name,
          "ApproximateBacklogSizePerInstance",
          within,
          (double) queue.backlog() / Math.max(1, instances));
      report(
          scope,
          name,
          "ApproximateAgeOfOldestRequest",
          within,
          oldest == null ? 0 : Duration.between(oldest, now).toSeconds());
      report(
          scope,
          name,
          "HasBacklogWithoutCapacity",
          within,
          queue.backlog() > 0 && instances == 0 ? 1 : 0);
    });
  }

  private void report(Scope scope, String endpoint, String metric, Instant when, double value) {
    world
        .metrics()
        .series(new MetricKey(scope, "AWS/SageMaker", metric, Map.of("EndpointName", endpoint)))
        .add(when, value);
  }

  private static InvokeEndpointAsyncRequest request(JsonNode document) {
    return Codec.fromJson(document.path("request"), InvokeEndpointAsyncRequest::builder);
  }

  private void work(AsyncQueue.Waiting one) {
    if (one.isOver(world.clock().now())) {
      end(one, "The request was not processed within its RequestTTLSeconds.");
      return;
    }
    JsonNode document = one.document();
    InvokeEndpointAsyncRequest request = request(document);
    String failure = null;
    try {
      byte[] input =
          read(request.inputLocation())
              .orElseThrow(() ->
                  Refusals.refused("Could not find the input at " + request.inputLocation() + "."));
      Duration timeout =
          request.invocationTimeoutSeconds() == null
              ? TIMEOUT
              : Duration.ofSeconds(request.invocationTimeoutSeconds());
      InvokeEndpointResponse answer =
          calls.call(plain(request, input), caller(document), Manner.queued(timeout)).response();
      if (!keep(document, answer)) {
        failure = "The output could not be written: there is no such bucket.";
      }
    } catch (ServiceException e) {
      failure = e.text();
    }
    end(one, failure);
  }

  private synchronized boolean keep(JsonNode document, InvokeEndpointResponse answer) {
    return closed
        || write(
            document.path("output").asString(""),
            answer.body().asByteArrayUnsafe(),
            answer.contentType());
  }

  /** Once closed nothing ends any more: what is being worked on is begun anew after a restart. */
  private synchronized void end(AsyncQueue.Waiting one, @Nullable String failure) {
    if (closed) {
      return;
    }
    JsonNode document = one.document();
    if (failure != null && document.path("failure").isString()) {
      var _ =
          write(
              document.path("failure").asString(""),
              failure.getBytes(StandardCharsets.UTF_8),
              "text/plain");
    }
    tell(document, request(document), failure);
    journal.remove(KIND, one.key());
  }

  /** Nothing is written from here on. */
  synchronized void close() {
    closed = true;
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
}
