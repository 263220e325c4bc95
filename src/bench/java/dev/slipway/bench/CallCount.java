package dev.slipway.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls as the simulator counted them.
 *
 * @param minutes by the beginning of each minute of AWS time: by operation, how many came and were
 *     carried out
 */
record CallCount(SortedMap<Instant, JsonNode> minutes) {

  private static final JsonMapper JSON = new JsonMapper();

  static CallCount of(URI aws) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      JsonNode rates =
          JSON.readTree(
              http.send(
                      HttpRequest.newBuilder(aws.resolve("/_slipway/call-rates")).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
      SortedMap<Instant, JsonNode> minutes = new TreeMap<>();
      rates.properties().forEach(one -> minutes.put(Instant.parse(one.getKey()), one.getValue()));
      return new CallCount(minutes);
    }
  }

  /** Those of a minute and later ones. */
  CallCount since(Instant minute) {
    return new CallCount(minutes.tailMap(minute));
  }

  /** How many came in the fullest minute. */
  int fullestMinute() {
    return most(CallCount::all);
  }

  /** How many of one operation came in its fullest minute. */
  int fullestMinuteOf(String operation) {
    return most(minute -> minute.at("/" + operation + "/calls").asInt(0));
  }

  /** How often an operation was carried out. */
  int carriedOut(String operation) {
    return minutes.values().stream()
        .mapToInt(minute -> minute.at("/" + operation + "/carriedOut").asInt(0))
        .sum();
  }

  /** Minute by minute, how many came. */
  String timeLine() {
    StringBuilder line = new StringBuilder();
    minutes.values().forEach(minute -> line.append(all(minute)).append(' '));
    return line.toString().strip();
  }

  private static int all(JsonNode minute) {
    return minute.properties().stream()
        .filter(one -> !one.getKey().equals("PutMetricData"))
        .mapToInt(one -> one.getValue().path("calls").asInt())
        .sum();
  }

  private int most(ToIntFunction<JsonNode> count) {
    return minutes.values().stream().mapToInt(count).max().orElse(0);
  }
}
