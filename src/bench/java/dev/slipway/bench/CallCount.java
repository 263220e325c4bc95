package dev.slipway.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls as the simulator saw them. It keeps the last ones only, so it is asked again and again.
 */
final class CallCount {

  private static final JsonMapper JSON = new JsonMapper();

  private final URI aws;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Set<String> seen = new HashSet<>();
  private final Map<Long, Integer> all = new HashMap<>();
  private final Map<Long, Integer> alarms = new HashMap<>();
  private final Map<String, Integer> carriedOut = new HashMap<>();

  CallCount(URI aws) {
    this.aws = aws;
  }

  /** Takes in what reached the simulator since it was asked last. */
  synchronized void look() throws Exception {
    JsonNode calls =
        JSON.readTree(
            http.send(
                    HttpRequest.newBuilder(aws.resolve("/_slipway/calls")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body());
    for (JsonNode call : calls) {
      if (!seen.add(call.path("requestId").asString(""))) continue;
      long minute = Instant.parse(call.path("at").asString("")).getEpochSecond() / 60;
      String operation = call.path("operation").asString("");
      all.merge(minute, 1, Integer::sum);
      if (operation.equals("PutMetricAlarm")) alarms.merge(minute, 1, Integer::sum);
      if (call.path("outcome").asString("").equals("OK")) {
        carriedOut.merge(operation, 1, Integer::sum);
      }
    }
  }

  /** How many came in the fullest minute of AWS time. */
  synchronized int fullestMinute() {
    return most(all);
  }

  /** How many of them were PutMetricAlarm, in its fullest minute. */
  synchronized int fullestMinuteOfAlarms() {
    return most(alarms);
  }

  /** How often an operation was carried out. */
  synchronized int carriedOut(String operation) {
    return carriedOut.getOrDefault(operation, 0);
  }

  private static int most(Map<Long, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
