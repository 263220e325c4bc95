package dev.slipway.web;

import dev.slipway.base.Failure;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Strong entity tags and {@code If-Match} (RFC 9110, sections 8.8.3 and 13.1.1). */
public final class Preconditions {

  private Preconditions() {}

  /** The strong entity tag of a row's version, quotes included. */
  public static String etag(long version) {
    return "\"" + version + "\"";
  }

  /** Answers with a resource and the entity tag of its row's version. */
  public static <T> ResponseEntity<T> tagged(T resource, long version) {
    return ResponseEntity.ok().eTag(etag(version)).body(resource);
  }

  /** The same for one that has just been made, and is to be read at this path. */
  public static <T> ResponseEntity<T> made(String path, T resource, long version) {
    return ResponseEntity.created(URI.create(path)).eTag(etag(version)).body(resource);
  }

  /**
   * Lets a change through only when the caller has seen the present state.
   *
   * @param ifMatch the {@code If-Match} header as it came; null when absent
   * @param version the row's version now
   * @throws Failure.Precondition 428 when nothing was stated, 412 when it is stale
   */
  public static void require(@Nullable String ifMatch, long version) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw Failure.Precondition.missing(
          "Send If-Match with the ETag that the resource was last read with.");
    }
    String current = etag(version);
    boolean seen =
        Arrays.stream(ifMatch.split(",", -1))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(current));
    if (!seen) {
      throw Failure.Precondition.stale(
          "The resource has changed since it was read: its ETag is now "
              + current
              + ". Read it again and repeat the change.");
    }
  }
}
