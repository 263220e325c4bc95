package dev.slipway.local;

import dev.slipway.base.StartRefused;
import dev.slipway.base.WallClock;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The few calls with which the demo's buckets, images and topic are made in a simulator, over its
 * ordinary wire protocols, wherever it runs.
 */
final class SimulatorClient {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI simulator;
  private final SimulatorSignature signature;

  SimulatorClient(URI simulator, String region, WallClock clock) {
    this.simulator = simulator;
    this.signature = new SimulatorSignature(region, clock);
  }

  /** Makes a bucket; one that is there already is left alone. */
  void createBucket(String name) {
    accept(
        send("s3", request("/" + name).PUT(BodyPublishers.noBody())),
        "create bucket " + name,
        "BucketAlreadyOwnedByYou");
  }

  /** Whether an object is there. */
  boolean hasObject(String bucket, String key) {
    HttpResponse<String> answer =
        send("s3", request("/" + bucket + "/" + key).method("HEAD", BodyPublishers.noBody()));
    return answer.statusCode() == 200;
  }

  void putObject(String bucket, String key, byte[] content) {
    accept(
        send(
            "s3",
            request("/" + bucket + "/" + key)
                .header("Content-Type", "application/gzip")
                .PUT(BodyPublishers.ofByteArray(content))),
        "put " + key,
        "");
  }

  /** Makes an image repository; one that is there already is left alone. */
  void createRepository(String name) {
    var body = JSON.createObjectNode().put("repositoryName", name);
    accept(ecr("CreateRepository", body), "create " + name, "RepositoryAlreadyExistsException");
  }

  /** Pushes an image manifest under a tag; the same one again is left alone. */
  void putImage(String repository, String tag, String manifest) {
    var body =
        JSON.createObjectNode()
            .put("repositoryName", repository)
            .put("imageTag", tag)
            .put("imageManifest", manifest)
            .put("imageManifestMediaType", "application/vnd.oci.image.manifest.v1+json");
    accept(ecr("PutImage", body), "push " + tag, "ImageAlreadyExistsException");
  }

  /** Makes a topic; SNS answers the same for one that is there already. */
  void createTopic(String name) {
    BodyPublisher form =
        form(Map.of("Action", "CreateTopic", "Version", "2010-03-31", "Name", name));
    accept(
        send(
            "sns",
            request("/").header("Content-Type", "application/x-www-form-urlencoded").POST(form)),
        "create topic " + name,
        "");
  }

  private HttpResponse<String> ecr(String operation, JsonNode body) {
    return send(
        "ecr",
        request("/")
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + operation)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(simulator.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(String service, HttpRequest.Builder request) {
    signature.sign(service, request);
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new StartRefused(
          "The simulator at %s does not answer: %s.".formatted(simulator, e),
          "Start it with the argument \"simulator\", or correct SLIPWAY_SIMULATOR_URL.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefused("Interrupted while seeding the simulator.", "Start again.", e);
    }
  }

  private static void accept(HttpResponse<String> answer, String what, String alreadyThere) {
    boolean fine =
        answer.statusCode() / 100 == 2
            || (!alreadyThere.isEmpty() && answer.body().contains(alreadyThere));
    if (!fine) {
      throw new StartRefused(
          "The simulator refused to %s: %d %s".formatted(what, answer.statusCode(), answer.body()),
          "Start with another data directory, or with SLIPWAY_DEMO=false.");
    }
  }

  private static BodyPublisher form(Map<String, String> members) {
    return BodyPublishers.ofString(
        members.entrySet().stream()
            .map(member ->
                member.getKey()
                    + "="
                    + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }
}
