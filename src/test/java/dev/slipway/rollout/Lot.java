package dev.slipway.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One case of the matrix: an account and an environment of its own, and what befalls it. */
final class Lot {

  private static final long FIRST_ACCOUNT = 200_000_000_000L;

  final String account;
  final String environment;
  final String endpoint;
  final String bucket;
  final @Nullable Fate fate;

  /** What its ticks did, one by one, for a lot that nothing befalls. */
  final List<Tick> ticks = new ArrayList<>();

  /** When each of them ran. */
  final List<Instant> times = new ArrayList<>();

  Map<String, String> strangers = Map.of();
  @Nullable UUID subject;
  final Map<String, Integer> stood = new HashMap<>();
  boolean struck;
  boolean triggered;

  /** One tick of the subject: where it stood, and what it called. */
  record Tick(String stood, List<String> operations) {}

  /** How it ended: the deployment's state, its record in order, and AWS's state. */
  record Ending(String state, List<String> record, Map<String, String> aws) {}

  Lot(int number, @Nullable Fate fate) {
    this.account = Long.toString(FIRST_ACCOUNT + number);
    this.environment = "e%05d".formatted(number);
    this.endpoint = environment + "-fraud-detector";
    this.bucket = "ml-models-" + environment;
    this.fate = fate;
  }

  /** Whether a journal's key is of this account. */
  boolean has(String key) {
    return key.contains(account) || key.contains(bucket) || key.contains(endpoint);
  }

  /** Whether a key belongs to the look-alikes. */
  boolean isStrangers(String key) {
    return has(key)
        && (key.contains("lookalik") || key.contains(endpoint + "-x") || key.contains(bucket));
  }

  /** The same text for every lot. */
  String same(String text) {
    return text.replace(account, "<account>")
        // Not within an id, which may hold the same letters.
        .replaceAll("(?<![0-9a-f])" + environment + "(?![0-9a-f])", "<environment>")
        .replaceAll("-m-[0-9a-f]{12}", "-m-<hash>")
        .replaceAll("(-r\\d+-a\\d+-)[0-9a-f]{8}", "$1<hash>");
  }

  UUID subject() {
    if (subject == null) throw new IllegalStateException("it has not begun");
    return subject;
  }
}
