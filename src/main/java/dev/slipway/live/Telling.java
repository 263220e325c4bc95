package dev.slipway.live;

import dev.slipway.access.Principal;
import java.util.function.Function;

/**
 * What a stream tells of.
 *
 * @param name what its messages are called; {@link #MESSAGE} unless a stream tells of several kinds
 * @param feed where the changes come from
 * @param audience what the caller wants and may see; asked again when the caller's grants may have
 *     changed
 * @param fromTheStart whether a stream that does not say where to begin begins with the first
 *     change there is, and not now
 */
public record Telling<T>(
    String name, Feed<T> feed, Function<Principal, Audience<T>> audience, boolean fromTheStart) {

  /** What a message is called that has no name of its own (HTML Standard, section 9.2.6). */
  public static final String MESSAGE = "message";
}
