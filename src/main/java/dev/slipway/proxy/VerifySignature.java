package dev.slipway.proxy;

import dev.slipway.base.WallClock;
import dev.slipway.cloud.SigV4Secret;
import dev.slipway.cloud.SigV4Secret.Scope;
import dev.slipway.proxy.Refusal.Reason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a request was signed with the secret of its access key, for this service and about
 * now. The signature is AWS Signature Version 4, as AWS's SDKs sign for SageMaker Runtime. Refusals
 * are in AWS's words where AWS has words for them, so that SDKs can react (they mend their clocks
 * by them). Safe for many threads.
 */
final class VerifySignature {

  private static final String SERVICE = "sagemaker";
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final String DATE = "x-amz-date";
  private static final int LONGEST_SHOWN = 255;
  private static final long LONGEST_PRESIGNED = Duration.ofDays(7).toSeconds();
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

  private final SignatureSettings settings;
  private final WallClock clock;

  VerifySignature(SignatureSettings settings, WallClock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Refuses a signature that is not for this service or not of now, before anything is looked up or
   * read.
   *
   * @throws Refusal saying what is wrong
   */
  void requireScope(StatedSignature stated) {
    Scope scope = stated.scope();
    if (!scope.service().equals(SERVICE)) {
      throw wrong("Credential should be scoped to correct service: 'sagemaker'.");
    }
    if (!settings.allows(scope.region())) {
      throw wrong(
          "Credential should be scoped to a valid region, not '%s': %s."
              .formatted(printable(scope.region()), allowed()));
    }
    Instant at = time(scope.time());
    if (!scope.time().startsWith(scope.day() + "T")) {
      throw wrong(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP.");
    }
    Instant now = clock.now();
    Duration window = settings.window();
    if (at.isAfter(now.plus(window))) {
      throw untimely(
          "Signature not yet current: %s is still later than %s (%s + %d min.)"
              .formatted(text(at), text(now.plus(window)), text(now), window.toMinutes()));
    }
    Duration good = stated.presigned() == null ? window : lifetime(stated.presigned());
    if (at.isBefore(now.minus(good))) {
      throw untimely(
          "Signature expired: %s is now earlier than %s (%s - %d min.)"
              .formatted(text(at), text(now.minus(good)), text(now), good.toMinutes()));
    }
  }

  /**
   * Whether the head says how the signature covers the body (its hash, say). Then the head can be
   * verified before the body is there.
   */
  static boolean tellsOfBody(Head head, StatedSignature stated) {
    return payloadSaid(head, stated) != null;
  }

  /**
   * Verifies the signature of a head that {@link #tellsOfBody tells of its body}. The body is then
   * to be held to what was told, by {@link #body}.
   *
   * @param secret of the access key that the caller named
   * @throws Refusal when the signature is not that of this request
   */
  void verify(Head head, StatedSignature stated, SigV4Secret secret) {
    String said = String.valueOf(payloadSaid(head, stated));
    requireSigned(
        head,
        stated,
        secret,
        PayloadForm.of(said) == PayloadForm.HASHED ? said.toLowerCase(Locale.ROOT) : said);
  }

  /**
   * The body as it goes on to SageMaker: without its chunks' signatures.
   *
   * @param body as it came
   * @throws Refusal when it is not the one that was signed
   */
  Body body(Head head, StatedSignature stated, SigV4Secret secret, Body body) {
    String said = payloadSaid(head, stated);
    PayloadForm form = PayloadForm.of(said);
    if (form == PayloadForm.HASHED && !PayloadForm.allows(said, body.sha256())) {
      throw wrong("The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return form.inChunks
        ? AwsChunked.decoded(form, head.headers(), stated, secret, body.bytes())
        : body;
  }

  /**
   * Verifies the signature of a head that does not tell of its body: it covers the body's hash,
   * which only the body shows.
   *
   * @throws Refusal when the signature is not that of this request with this body
   */
  void verify(Head head, StatedSignature stated, SigV4Secret secret, Body body) {
    requireSigned(head, stated, secret, body.sha256());
  }

  private void requireSigned(
      Head head, StatedSignature stated, SigV4Secret secret, String payload) {
    Map<String, List<String>> headers = signedHeaders(head, stated);
    String path = stated.query().isEmpty() ? head.path() : head.path() + '?' + stated.query();
    for (String host : hosts(head)) {
      headers.put("host", List.of(host));
      if (secret.signed(
          stated.scope(), head.method(), path, headers, stated.names(), payload, stated.value())) {
        return;
      }
    }
    throw wrong(
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Slipway calculated it for the host %s."
                .formatted(shortened(String.join(" or ", hosts(head)))));
  }

  /** In a presigned URL it is a parameter, or a header that is signed. */
  private static @Nullable String payloadSaid(Head head, StatedSignature stated) {
    if (stated.presigned() != null) {
      for (String part : head.query().split("&", -1)) {
        if (part.regionMatches(true, 0, PAYLOAD + "=", 0, PAYLOAD.length() + 1)) {
          return Query.decoded(part.substring(PAYLOAD.length() + 1));
        }
      }
    }
    return head.headers().get(PAYLOAD);
  }

  private static Map<String, List<String>> signedHeaders(Head head, StatedSignature stated) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : stated.names().split(";", -1)) {
      headers.put(name, head.headers().getAll(name));
    }
    require(headers, "host");
    if (stated.presigned() == null) {
      require(headers, DATE);
    }
    if (head.headers().contains(PAYLOAD)) {
      require(headers, PAYLOAD);
    }
    headers.forEach((name, values) -> {
      if (values.isEmpty()) {
        throw wrong("The header '%s' is signed and was not sent.".formatted(printable(name)));
      }
    });
    return headers;
  }

  private static void require(Map<String, List<String>> headers, String name) {
    if (!headers.containsKey(name)) {
      throw wrong("'%s' must be a 'SignedHeader' in the AWS Authorization.".formatted(name));
    }
  }

  /** The host as it was sent, or where that is rewritten on the way, those that may be signed. */
  private List<String> hosts(Head head) {
    List<String> sent = head.headers().getAll("host");
    String host = sent.size() == 1 ? sent.getFirst() : "";
    if (settings.hosts().isEmpty()) {
      return List.of(host);
    }
    List<String> hosts = new ArrayList<>(settings.hosts());
    if (hosts.remove(host)) {
      hosts.addFirst(host);
    }
    return hosts;
  }

  private String allowed() {
    return settings.regions().isEmpty()
        ? "any is, in the form of eu-west-1"
        : "sign for " + String.join(" or ", settings.regions());
  }

  private static Duration lifetime(String seconds) {
    try {
      long good = Long.parseLong(seconds);
      if (good > 0 && good <= LONGEST_PRESIGNED) {
        return Duration.ofSeconds(good);
      }
    } catch (NumberFormatException _) {
      // Told below.
    }
    throw new Refusal(
        Reason.SIGNATURE_INCOMPLETE,
        "X-Amz-Expires must be a number of seconds from 1 to %d.".formatted(LONGEST_PRESIGNED));
  }

  private static Instant time(String text) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(
          Reason.SIGNATURE_INCOMPLETE,
          "Date must be in ISO-8601 'basic format', such as 20260131T235959Z.");
    }
  }

  private static String text(Instant time) {
    return TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static String printable(String name) {
    return shortened(name.replaceAll("[^a-z0-9-]", "?"));
  }

  /** To the longest name that a host can have (RFC 1035, 2.3.4). */
  private static String shortened(String sent) {
    return sent.length() <= LONGEST_SHOWN ? sent : sent.substring(0, LONGEST_SHOWN) + "…";
  }

  private static Refusal wrong(String detail) {
    return new Refusal(Reason.SIGNATURE_WRONG, detail);
  }

  private static Refusal untimely(String detail) {
    return new Refusal(Reason.SIGNATURE_UNTIMELY, detail);
  }
}
