package dev.slipway.live;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of event streams.
 *
 * @param streams the most that are open in this process
 * @param streamsPerCaller the most that are open of one caller in this process
 * @param heartbeat the longest that nothing is written to a stream
 * @param checkEvery the longest that a stream which has something to tell goes on before the caller
 *     is looked up again
 * @param lookEvery the pause between two looks for changes
 */
@ConfigurationProperties("slipway.live")
record StreamLimits(
    @DefaultValue("1000") int streams,
    @DefaultValue("50") int streamsPerCaller,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("5s") Duration checkEvery,
    @DefaultValue("250ms") Duration lookEvery) {}
