package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a store, run against stores that break it: there is no rule that rejects none. */
class StoreContractCanFailTest {

    static Stream<Arguments> brokenStores() {
        return Stream.of(
                arguments("ST-1", BrokenValues.ListsPartitionsThatWereOnlyLeased.class),
                arguments("ST-2", BrokenCommits.CountsWritesInsteadOfCommits.class),
                arguments("ST-3", BrokenCommits.CountsWritesInsteadOfCommits.class),
                arguments("ST-4", BrokenCommits.IgnoresTheExpectedRevision.class),
                arguments("ST-4", BrokenCommits.WritesWhatItRefuses.class),
                arguments("ST-5", BrokenCommits.CommitsInTwoHalves.class),
                arguments("ST-6", BrokenCommits.AppliesACommitTwice.class),
                arguments("ST-7", BrokenCommits.ForgetsCommitIdsAtOnce.class),
                arguments("ST-8", BrokenCommits.AppliesARefusedCommitLater.class),
                arguments("ST-8", BrokenCommits.RemembersRefusals.class),
                arguments("ST-9", BrokenCommits.ForgetsCommitIdsTooSoon.class),
                arguments("ST-10", BrokenCommits.AppliesACommitTwice.class),
                arguments("ST-11", BrokenLeases.LetsEverybodyIn.class),
                arguments("ST-12", BrokenLeases.RaisesTheEpochEachTime.class),
                arguments("ST-13", BrokenLeases.DoesNotRaiseTheEpoch.class),
                arguments("ST-13", BrokenLeases.LeasesNeverExpire.class),
                arguments("ST-14", BrokenLeases.RenewingDoesNotProlong.class),
                arguments("ST-15", BrokenLeases.RenewsALostLease.class),
                arguments("ST-16", BrokenLeases.KeepsWhatIsGivenBack.class),
                arguments("ST-17", BrokenLeases.LetsAnybodyGiveALeaseBack.class),
                arguments("ST-18", BrokenLeases.LooksBeforeItTakesALease.class),
                arguments("ST-19", BrokenLeases.CountsRenewalsAsCommits.class),
                arguments("ST-20", BrokenLeases.LooksAtTheHolderAndNotAtTheEpoch.class),
                arguments("ST-21", BrokenLeases.NeverFences.class),
                arguments("ST-22", BrokenLeases.ChecksTheLeaseBeforeItWrites.class),
                arguments("ST-23", BrokenLeases.NeverFences.class),
                arguments("ST-24", BrokenFeeds.TheFeedIsOutOfOrder.class),
                arguments("ST-25", BrokenFeeds.TheFeedLosesRemovals.class),
                arguments("ST-26", BrokenFeeds.TheFeedIsInOrderOfIds.class),
                arguments("ST-27", BrokenFeeds.TheFeedIsCompleteAlthoughItHasForgotten.class),
                arguments("ST-28", BrokenFeeds.ToAReaderThatIsAheadNothingHasHappened.class),
                arguments("ST-29", BrokenFeeds.WaitsThoughNotAskedTo.class),
                arguments("ST-30", BrokenFeeds.WaitsAsLongAsItTakes.class),
                arguments("ST-31", BrokenFeeds.WaitsForTheNextCommit.class),
                arguments("ST-32", BrokenFeeds.SleepsThroughCommits.class),
                arguments("ST-33", BrokenValues.RewritesJson.class),
                arguments("ST-34", BrokenValues.CutsLargeTexts.class),
                arguments("ST-35", BrokenValues.WritesObjectsAsTheyAreShown.class),
                arguments("ST-36", BrokenValues.TakesIdsForTheSameWhateverTheirCase.class),
                arguments("ST-37", BrokenValues.SortsWithoutRegardToCase.class),
                arguments("ST-38", BrokenValues.TakesPrefixesForPatterns.class),
                arguments("ST-39", BrokenCommits.WritesWhatItRefuses.class),
                arguments("ST-40", BrokenCommits.IgnoresTheExpectedRevision.class),
                arguments("ST-41", BrokenCommits.CountsWritesInsteadOfCommits.class),
                arguments("ST-42", BrokenValues.CanNotBeClosedTwice.class),
                arguments("ST-43", BrokenValues.LosesTheLastCommit.class),
                arguments("ST-44", BrokenValues.KeepsRecordsAlone.class),
                arguments("ST-45", BrokenValues.KeepsRecordsAlone.class),
                arguments("ST-46", BrokenValues.KeepsRecordsAlone.class),
                arguments("ST-47", BrokenCommits.LooksAtTheNumberAlone.class),
                arguments("ST-48", BrokenFeeds.TheFeedGoesByTheNumberAlone.class),
                arguments("ST-49", BrokenRounds.TellsOfChangesByTheNumberAlone.class),
                arguments("ST-49", BrokenRounds.KnowsNothingOfWhatIsNotThere.class),
                arguments("ST-50", BrokenRounds.ToldOnceIsNeverToldAgain.class),
                arguments("ST-51", BrokenRounds.RenewsWhatIsLostAlongWithTheRest.class),
                arguments("ST-51", BrokenRounds.TakesAllOrNothing.class),
                arguments("ST-52", BrokenRounds.TakesHoldersForTheSameWhateverTheirCase.class),
                arguments("ST-53", BrokenRounds.RenewsByTheNameOfThePartition.class),
                arguments("ST-54", BrokenCommits.ForgetsCommitIdsAtOnce.class));
    }

    @ParameterizedTest(name = "{0} rejects {1}")
    @MethodSource("brokenStores")
    void aBrokenStoreIsRejectedByTheRuleThatItBreaks(String rule, Class<?> broken) {
        TckRun run = TckRun.of(broken, rule);
        assertThat(run.tried()).containsExactly(rule);
        assertThat(run.broken()).containsOnlyKeys(rule);
    }

    @Test
    void eachRuleHasRejectedAStore() {
        assertThat(brokenStores().map(arguments -> (String) arguments.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(DurableStateStoreTck.class));
    }

    @Test
    void eachRuleIsTriedOnceInARunOfTheContract() {
        TckRun run = TckRun.of(DurableStoreContractTest.class);
        assertThat(run.broken()).isEmpty();
        assertThat(run.tried())
                .hasSize(54)
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(DurableStateStoreTck.class));
    }
}
