package dev.slipway.simulator.serving;

import dev.slipway.simulator.fault.Shares;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model scored in process. Takes {@code {"features": […]}} and answers {@code {"score": 0.83,
 * "label": 1}}, or {@code {"instances": [[…], …]}} and answers {@code {"predictions": […]}}; also a
 * CSV line per row. Anything else is 400, another content type 415.
 */
final class BuiltInContainer implements Container {

  /** Numbers, names and brackets: parsed they take many times the memory of their text. */
  private static final int MOST_VALUES = 1_000_000;

  private static final String TOO_MANY =
      "the body has more values than this model takes at once, which are " + MOST_VALUES;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxTokenCount(MOST_VALUES).build())
              .build());

  private static final Duration SESSION = Duration.ofMinutes(20);

  private final BuiltInModel model;
  private final long seed;
  private final Output output;
  private final InstantSource clock;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong sessions = new AtomicLong();

  BuiltInContainer(BuiltInModel model, long seed, Output output, InstantSource clock) {
    this.model = model;
    this.seed = seed;
    this.output = output;
    this.clock = clock;
  }

  @Override
  public boolean ping() {
    if (model.pingFails()) {
      output.line("GET /ping 503: model.json has faults.ping_fails");
    }
    return !model.pingFails();
  }

  @Override
  public Answer invoke(Invocation invocation) {
    if (Shares.hits(seed, model.errorRate(), requests.incrementAndGet())) {
      output.line("POST /invocations 500: model.json has faults.error_rate " + model.errorRate());
      return answer(500, "{\"error\":\"the model failed\"}");
    }
    try {
      return inSession(invocation, answer(200, score(invocation).toString()));
    } catch (Unsupported e) {
      return answer(415, error(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return answer(400, error(e.getMessage()));
    } catch (StreamConstraintsException e) {
      boolean many = String.valueOf(e.getMessage()).contains("Token count");
      return answer(400, error(many ? TOO_MANY : "the body is too deep, or a value too long"));
    } catch (JacksonException e) {
      return answer(400, error("the body is not JSON"));
    }
  }

  @Override
  public Streamed stream(Invocation invocation) {
    return Streamed.of(invoke(invocation));
  }

  @Override
  public Duration computing() {
    return model.computing();
  }

  @Override
  public void stop() {}

  /**
   * A session begins when it is asked for, for 20 minutes, and ends when the body says {@code
   * "close_session": true}. It holds nothing: every request is scored alone.
   */
  private Answer inSession(Invocation invocation, Answer answer) {
    String session = invocation.session();
    if (session == null) {
      return answer;
    }
    if (session.equals("NEW_SESSION")) {
      String id =
          "%016x"
              .formatted(
                  (long) (Shares.random(~seed, sessions.incrementAndGet()) * Long.MAX_VALUE));
      Instant expires = clock.instant().plus(SESSION).truncatedTo(ChronoUnit.SECONDS);
      return answer.opening(id + "; Expires=" + expires);
    }
    boolean json = mediaType(invocation.contentType()).equals("application/json");
    return json && JSON.readTree(invocation.body()).path("close_session").asBoolean(false)
        ? answer.closing(session)
        : answer;
  }

  private JsonNode score(Invocation invocation) {
    String type = mediaType(invocation.contentType());
    if (type.equals("text/csv")) {
      return predictions(csv(new String(invocation.body(), StandardCharsets.UTF_8)));
    }
    if (!type.isEmpty() && !type.equals("application/json")) {
      throw new Unsupported("this model takes application/json or text/csv");
    }
    JsonNode body = JSON.readTree(invocation.body());
    if (body.has("instances")) {
      return predictions(body.get("instances"));
    }
    if (!body.has("features")) {
      throw new IllegalArgumentException("\"features\" or \"instances\" is needed");
    }
    return prediction(body.get("features"));
  }

  private JsonNode predictions(JsonNode rows) {
    if (!rows.isArray()) {
      throw new IllegalArgumentException("\"instances\" is an array of rows");
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode predictions = answer.putArray("predictions");
    for (JsonNode row : rows) {
      predictions.add(prediction(row.has("features") ? row.get("features") : row));
    }
    return answer;
  }

  private ObjectNode prediction(JsonNode row) {
    double[] features = Scorer.numbers(row);
    if (features.length != model.scorer().features()) {
      throw new IllegalArgumentException(
          "this model takes " + model.scorer().features() + " features, not " + features.length);
    }
    double score = model.scorer().score(features);
    ObjectNode prediction =
        JSON.createObjectNode()
            .put("score", score)
            .put("label", score >= model.threshold() ? 1 : 0);
    ObjectNode more = model.answer();
    if (more != null) {
      prediction.setAll(more);
    }
    return prediction;
  }

  private static ArrayNode csv(String text) {
    if (text.chars().filter(it -> it == ',' || it == '\n').count() > MOST_VALUES) {
      throw new IllegalArgumentException(TOO_MANY);
    }
    ArrayNode rows = JSON.createArrayNode();
    for (String line : text.strip().split("\r?\n")) {
      ArrayNode row = rows.addArray();
      for (String field : line.split(",", -1)) {
        row.add(Double.parseDouble(field.strip()));
      }
    }
    return rows;
  }

  private Answer answer(int status, String body) {
    return new Answer(
        status,
        body.getBytes(StandardCharsets.UTF_8),
        "application/json",
        model.customAttributes(),
        status < 400 ? model.latency() : Duration.ZERO);
  }

  private static String error(@Nullable String message) {
    return JSON.createObjectNode().put("error", String.valueOf(message)).toString();
  }

  private static String mediaType(@Nullable String contentType) {
    return contentType == null
        ? ""
        : contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /** The model does not take this content type. */
  private static final class Unsupported extends RuntimeException {
    Unsupported(String message) {
      super(message);
    }
  }
}
