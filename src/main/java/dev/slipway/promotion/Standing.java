package dev.slipway.promotion;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a promotion that come from people.
 *
 * @param waits whether it waits for gates that time or a decision elsewhere opens
 * @param breakGlass why closed gates are passed over; null when they are not
 * @param checksAsked when each external check was asked about it, by its name, in cloud time; one
 *     that is not named is asked now
 * @param decisions the decisions about it so far, oldest first
 */
record Standing(
    String requestedBy,
    boolean waits,
    @Nullable String breakGlass,
    Map<String, Instant> checksAsked,
    List<Decision> decisions) {}
