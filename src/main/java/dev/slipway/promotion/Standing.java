package dev.slipway.promotion;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a promotion stands with people.
 *
 * @param askedAt cloud time
 * @param waits whether it waits for gates that time or a decision elsewhere opens
 * @param breakGlass why gates are passed over; null when they are not
 * @param decisions what was decided about it so far, oldest first
 */
record Standing(
    String requestedBy,
    Instant askedAt,
    boolean waits,
    @Nullable String breakGlass,
    List<Decision> decisions) {}
