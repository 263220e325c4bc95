package dev.slipway.endpoint;

import dev.slipway.access.Needs;
import dev.slipway.access.Role;
import dev.slipway.access.Where;
import dev.slipway.base.Failure.Invalid;
import dev.slipway.catalog.Samples;
import dev.slipway.cloud.Cloud;
import dev.slipway.cloud.Predictions.Prediction;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sends one payload, to try a model by hand. Applications ask the proxy, which streams and counts.
 * Neither the payload nor the answer is kept here.
 */
@RestController
class PredictionController {

  private static final int LARGEST = 64 * 1024;
  private static final int MOST_TEXT = 4 * LARGEST / 3 + 4;
  private static final Pattern TYPE = Pattern.compile("[ -~]{1,120}");
  private static final String JSON = "application/json";

  private final Endpoints endpoints;
  private final Releases releases;
  private final ServingState serving;
  private final EndpointClouds clouds;
  private final Samples samples;

  PredictionController(
      Endpoints endpoints,
      Releases releases,
      ServingState serving,
      EndpointClouds clouds,
      Samples samples) {
    this.endpoints = endpoints;
    this.releases = releases;
    this.serving = serving;
    this.clouds = clouds;
    this.samples = samples;
  }

  /**
   * What to send: a sample, a body as text, or a body in base64.
   *
   * @param sample the name of one of the model's samples
   * @param contentType of the body; {@code application/json} unless told
   */
  record Wanted(
      @Nullable String sample,
      @Nullable @Size(max = MOST_TEXT) String body,
      @Nullable @Size(max = MOST_TEXT) String bodyBase64,
      @Nullable String contentType) {}

  /**
   * What came back.
   *
   * @param status the container's; 0 when it did not answer within SageMaker's 60 s
   * @param body as text, where it is text
   * @param bytes how long the answer was; no more than 64 kB of it are shown
   * @param release the one that serves, or the newer one while an update shifts traffic to it
   */
  record Answer(
      String endpoint,
      int status,
      long latencyMs,
      @Nullable String body,
      @Nullable String bodyBase64,
      int bytes,
      boolean truncated,
      int release,
      String modelVersion,
      boolean updating) {}

  @PostMapping("/v1/endpoints/{endpoint}/predictions")
  @Needs(value = Role.INVOKER, where = Where.OF_ENDPOINT)
  Answer predict(@PathVariable("endpoint") String name, @Valid @RequestBody Wanted wanted) {
    Endpoint endpoint = endpoints.named(name);
    Payload payload = payload(endpoint, wanted);
    Release release = releases.serving(endpoint);
    Cloud cloud = clouds.of(endpoint, release.spec());
    Prediction answer =
        AskAws.now(() ->
            cloud
                .predictions()
                .ask(endpoint.physicalName(), payload.contentType(), payload.body()));
    return answer(endpoint, release, answer);
  }

  private Answer answer(Endpoint endpoint, Release release, Prediction answer) {
    byte[] shown = Arrays.copyOf(answer.body(), Math.min(answer.body().length, LARGEST));
    String text = text(shown);
    return new Answer(
        endpoint.name(),
        answer.status(),
        answer.millis(),
        text,
        text == null ? Base64.getEncoder().encodeToString(shown) : null,
        answer.body().length,
        shown.length < answer.body().length,
        release.number(),
        release.spec().modelVersion(),
        serving.updating(endpoint.id()));
  }

  private record Payload(String contentType, byte[] body) {}

  private Payload payload(Endpoint endpoint, Wanted wanted) {
    long given =
        Stream.of(wanted.sample(), wanted.body(), wanted.bodyBase64())
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw Invalid.field("/body", "Give the payload once: as sample, body or body_base64.");
    }
    if (wanted.sample() != null) {
      var sample = samples.byName(endpoint.model(), wanted.sample());
      return new Payload(sample.contentType(), sample.body());
    }
    String type = wanted.contentType() == null ? JSON : wanted.contentType();
    if (!TYPE.matcher(type).matches()) {
      throw Invalid.field("/content_type", "It is a media type such as application/json.");
    }
    byte[] body = bytes(wanted);
    if (body.length == 0 || body.length > LARGEST) {
      throw Invalid.field(
          "/body", "The payload has %d bytes; send 1 to %d.".formatted(body.length, LARGEST));
    }
    return new Payload(type, body);
  }

  private static byte[] bytes(Wanted wanted) {
    if (wanted.body() != null) return wanted.body().getBytes(StandardCharsets.UTF_8);
    try {
      return Base64.getDecoder().decode(Objects.requireNonNull(wanted.bodyBase64()));
    } catch (IllegalArgumentException notBase64) {
      throw Invalid.field("/body_base64", "It is not Base64.");
    }
  }

  private static @Nullable String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
