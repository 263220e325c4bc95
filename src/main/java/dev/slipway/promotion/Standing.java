package dev.slipway.promotion;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a promotion that come from people.
 *
 * @param askedAt cloud time
 * @param waits whether it waits for gates that time or a decision elsewhere opens
 * @param breakGlass why closed gates are passed over; null when they are not
 * @param decisions the decisions about it so far, oldest first
 */
record Standing(
    String requestedBy,
    Instant askedAt,
    boolean waits,
    @Nullable String breakGlass,
    List<Decision> decisions) {}
