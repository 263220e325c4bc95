package dev.slipway.promotion;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.endpoint.Plan;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a promotion, and the present verdicts of its gates.
 *
 * @param gates empty where the environment has none, and where nothing would be deployed
 * @param supersedes the deployment that would be taken back first; null for none
 */
public record PromotionPlan(
    @JsonUnwrapped Plan plan, List<GateVerdict> gates, @Nullable UUID supersedes) {}
