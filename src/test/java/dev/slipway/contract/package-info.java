/** Random requests against the whole API, held to the contract. */
@org.jspecify.annotations.NullMarked
package dev.slipway.contract;
