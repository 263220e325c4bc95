package dev.slipway.promotion;

import dev.slipway.endpoint.Endpoints;
import dev.slipway.environment.Environment;
import dev.slipway.rollout.Tenures;
import dev.slipway.rollout.Tenures.Tenure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The gate that opens when a version has served the environment before for long enough, and was not
 * rolled back there.
 */
@Component
@Order(4)
class SoakGate implements Gate {

  private final Endpoints endpoints;
  private final Tenures tenures;

  SoakGate(Endpoints endpoints, Tenures tenures) {
    this.endpoints = endpoints;
    this.tenures = tenures;
  }

  @Override
  public List<GateVerdict> look(Passage passage) {
    Integer seconds = passage.rules().soakSeconds();
    return seconds == null ? List.of() : List.of(soak(passage, Duration.ofSeconds(seconds)));
  }

  private GateVerdict soak(Passage passage, Duration soak) {
    String version = passage.named().version().name();
    Environment from = passage.named().from();
    if (from == null) {
      return GateVerdict.failed(
          GateKind.SOAK,
          "%s comes from no environment in which it could have served for %s."
              .formatted(version, words(soak)));
    }
    Optional<Tenure> found =
        endpoints
            .of(passage.named().model().id(), from.id())
            .flatMap(source -> tenures.last(source, passage.named().version().id()));
    Instant since = found.map(Tenure::since).orElse(passage.now());
    Instant soaked = since.plus(soak);
    Instant until = found.map(Tenure::until).orElse(passage.now());
    if (!until.isBefore(soaked)) {
      return GateVerdict.passed(
          GateKind.SOAK,
          "%s has served %s since %s.".formatted(version, from.name(), seconds(since)));
    }
    if (found.map(Tenure::until).isPresent()) {
      return GateVerdict.failed(
          GateKind.SOAK,
          "%s served %s from %s to %s, not for the %s that %s asks for. Promote it there again."
              .formatted(
                  version,
                  from.name(),
                  seconds(since),
                  seconds(until),
                  words(soak),
                  passage.target()));
    }
    boolean restarted = found.map(Tenure::restarted).orElse(false);
    return GateVerdict.closed(
        GateKind.SOAK,
        "%s asks that a version has served %s for %s; %s has since %s%s. Promote it after %s."
            .formatted(
                passage.target(),
                from.name(),
                words(soak),
                version,
                seconds(since),
                restarted ? ", when it was last rolled back" : "",
                seconds(soaked)),
        passage.standing().waits(),
        soaked);
  }

  /** A time as people write it: 2 d, 1 h 30 min. */
  static String words(Duration time) {
    StringBuilder words = new StringBuilder();
    add(words, time.toDaysPart(), "d");
    add(words, time.toHoursPart(), "h");
    add(words, time.toMinutesPart(), "min");
    add(words, time.toSecondsPart(), "s");
    return words.toString();
  }

  private static void add(StringBuilder words, long amount, String unit) {
    if (amount == 0) return;
    if (!words.isEmpty()) words.append(' ');
    words.append(amount).append(' ').append(unit);
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
