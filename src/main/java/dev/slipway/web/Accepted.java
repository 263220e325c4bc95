package dev.slipway.web;

import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Answers 202: what was asked for goes on by itself (RFC 9110, section 15.3.3). */
public final class Accepted {

  private static final Duration USUAL = Duration.ofSeconds(5);

  private Accepted() {}

  /** It is to be looked at here, in five seconds for the first time. */
  public static ResponseEntity.BodyBuilder at(String path) {
    return at(path, USUAL);
  }

  /** The same after another pause, in whole seconds. */
  public static ResponseEntity.BodyBuilder at(String path, Duration pause) {
    return ResponseEntity.accepted()
        .location(URI.create(path))
        .header(HttpHeaders.RETRY_AFTER, String.valueOf(pause.toSeconds()));
  }
}
