package dev.slipway.rollout;

import java.util.List;

/** What a look at the endpoint showed. */
record Sight(String awsStatus, List<Fleet> fleets) {}
