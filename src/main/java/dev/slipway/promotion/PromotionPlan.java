package dev.slipway.promotion;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.endpoint.Plan;
import java.util.List;

/**
 * What a promotion would do, and what its gates say now.
 *
 * @param gates empty where the environment has none, and where nothing would be deployed
 */
public record PromotionPlan(@JsonUnwrapped Plan plan, List<GateVerdict> gates) {}
