package dev.slipway.simulator.s3;

import dev.slipway.simulator.wire.ServiceException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the object that is there, for a call to be carried out ("Conditional requests"
 * in S3's guide).
 *
 * @param ifMatch entity tags, one of which it must have, or {@code *} for any object; null for no
 *     such condition
 * @param ifNoneMatch entity tags, none of which it may have, or {@code *} for no object; null for
 *     no such condition
 */
record Preconditions(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

  static final Preconditions NONE = new Preconditions(null, null);

  /** Refuses to replace or delete what is there, or to do so where nothing is. */
  void beforeWriting(String key, Buckets.@Nullable Stored there) {
    if (ifMatch != null && there == null) {
      throw Buckets.noSuchKey(key);
    }
    if (there != null && (!matches(there) || named(ifNoneMatch, there))) {
      throw failed();
    }
  }

  /** Refuses to read what is not as it was, or what the caller has already. */
  void beforeReading(Buckets.Stored there) {
    if (!matches(there)) {
      throw failed();
    }
    if (named(ifNoneMatch, there)) {
      throw new ServiceException(304, "NotModified", "Not Modified")
          .with("ETag", there.head().eTag());
    }
  }

  /** Refuses to copy what is not as it was. */
  void beforeCopying(Buckets.Stored source) {
    if (!matches(source) || named(ifNoneMatch, source)) {
      throw failed();
    }
  }

  private boolean matches(Buckets.Stored there) {
    return ifMatch == null || named(ifMatch, there);
  }

  private static boolean named(@Nullable String tags, Buckets.Stored there) {
    return tags != null
        && Arrays.stream(tags.split(",", -1))
            .map(tag -> plain(tag.strip()))
            .anyMatch(tag -> tag.equals("*") || tag.equals(plain(there.head().eTag())));
  }

  private static String plain(String eTag) {
    return eTag.replace("\"", "");
  }

  private static ServiceException failed() {
    return new ServiceException(
        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  }
}
