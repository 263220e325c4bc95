package dev.slipway.live;

import dev.slipway.access.Principal;
import java.util.function.Function;

/**
 * What a stream tells of.
 *
 * @param feed where the changes come from
 * @param audience what the caller wants and may see; asked again when the caller's grants may have
 *     changed
 * @param fromTheStart whether a stream that does not say where to begin begins with the first
 *     change there is, and not now
 */
public record Telling<T>(
    Feed<T> feed, Function<Principal, Audience<T>> audience, boolean fromTheStart) {}
