package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of an instance provider, run against providers that break it: there is no rule that rejects none. */
class ProviderContractCanFailTest {

    static Stream<Arguments> brokenProviders() {
        return Stream.of(
                arguments("IP-1", BrokenOffers.HasManyNames.class),
                arguments("IP-2", BrokenOffers.FindsFaultWithEverything.class),
                arguments("IP-3", BrokenOffers.ThrowsWhatIsWrong.class),
                arguments("IP-4", BrokenOffers.AsksTheCloudWhatIsWrong.class),
                arguments("IP-5", BrokenOffers.MakesUpTypes.class),
                arguments("IP-6", BrokenOffers.OffersNothingToWhoAsksForNothing.class),
                arguments("IP-7", BrokenOffers.LaunchesWhereItLikes.class),
                arguments("IP-8", BrokenOffers.CallsEverythingOnDemand.class),
                arguments("IP-9", BrokenOffers.KeepsItsZoneToItself.class),
                arguments("IP-10", BrokenOffers.CanReachWhatDoesNotRun.class),
                arguments("IP-11", BrokenOffers.ReachesAllByOneWay.class),
                arguments("IP-12", BrokenOffers.HasNoAttributes.class),
                arguments("IP-13", BrokenOffers.KnowsNoCapitalsInTags.class),
                arguments("IP-14", BrokenOffers.TagsAfterwards.class),
                arguments("IP-15", BrokenLaunches.OverlooksTokens.class),
                arguments("IP-16", BrokenLaunches.RemembersTokensByItself.class),
                arguments("IP-17", BrokenLaunches.LaunchesAnewWhatIsOver.class),
                arguments("IP-18", BrokenLaunches.KnowsNoCapitalsInTokens.class),
                arguments("IP-19", BrokenLaunches.LaunchesOnceMoreToBeSure.class),
                arguments("IP-20", BrokenLaunches.RefusesATokenThatComesWithAnotherRequest.class),
                arguments("IP-21", BrokenLaunches.TriesAgainWithAnotherToken.class),
                arguments("IP-22", BrokenLaunches.TakesSilenceForARefusal.class),
                arguments("IP-23", BrokenLaunches.LooksBeforeItLaunches.class),
                arguments("IP-24", BrokenLaunches.LaunchesElsewhereWhereThereIsNone.class),
                arguments("IP-25", BrokenLaunches.GivesUpOnATypeForGood.class),
                arguments("IP-26", BrokenLaunches.TakesTheLimitForAShortage.class),
                arguments("IP-27", BrokenLaunches.ThrowsWhatIsInvalid.class),
                arguments("IP-28", BrokenSights.DescribesWhatHasAnyOfTheTags.class),
                arguments("IP-29", BrokenSights.DescribesWhateverHasTheKeys.class),
                arguments("IP-30", BrokenSights.TakesValuesForPatterns.class),
                arguments("IP-31", BrokenSights.SeesNothingWhereItCanNotLook.class),
                arguments("IP-32", BrokenSights.TakesTheMissingForOver.class),
                arguments("IP-33", BrokenOffers.FlickersBackToPending.class),
                arguments("IP-34", BrokenSights.GivesOutTheDescriptionThatItWorksWith.class),
                arguments("IP-35", BrokenSights.SeesOnlyWhatItLaunchedItself.class),
                arguments("IP-36", BrokenSights.DescribesOnePage.class),
                arguments("IP-37", BrokenEnds.EndsNothing.class),
                arguments("IP-38", BrokenEnds.EndsOnlyWhatRuns.class),
                arguments("IP-39", BrokenEnds.RefusesToEndTwice.class),
                arguments("IP-40", BrokenEnds.EndsAllThatAreTaggedAlike.class),
                arguments("IP-41", BrokenEnds.TakesNotFoundForGone.class),
                arguments("IP-42", BrokenEnds.TakesFailureForDone.class),
                arguments("IP-43", BrokenSights.OverlooksNotices.class),
                arguments("IP-44", BrokenSights.TakesANoticeForEverybodys.class),
                arguments("IP-45", BrokenSights.KeepsANoticeForGood.class),
                arguments("IP-46", BrokenSights.SeesNobodyTakenBack.class),
                arguments("IP-47", BrokenEnds.EndsWhatItLaunchedWithItself.class),
                arguments("IP-48", BrokenEnds.SharesWhatItCloses.class),
                arguments("IP-49", BrokenEnds.LeavesAThreadBehind.class));
    }

    @ParameterizedTest(name = "{0} rejects {1}")
    @MethodSource("brokenProviders")
    void aBrokenProviderIsRejectedByTheRuleThatItBreaks(String rule, Class<?> broken) {
        TckRun run = TckRun.of(broken, rule);
        assertThat(run.tried()).containsExactly(rule);
        assertThat(run.broken()).containsOnlyKeys(rule);
        assertThat(run.broken().get(rule)).doesNotContain("Cannot invoke");
    }

    @Test
    void eachRuleHasRejectedAProvider() {
        assertThat(brokenProviders().map(arguments -> (String) arguments.get()[0]))
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(SimulatedProviderContractTest.class));
    }

    @Test
    void eachRuleIsTriedOnceInARunOfTheContract() {
        TckRun run = TckRun.of(SimulatedProviderContractTest.class);
        assertThat(run.broken()).isEmpty();
        assertThat(run.tried())
                .hasSize(49)
                .containsExactlyInAnyOrderElementsOf(TckRun.rulesOf(SimulatedProviderContractTest.class));
    }
}
