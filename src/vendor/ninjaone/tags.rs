//! `ninjaone tags`: labels of assets, and which asset has which.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const TAGS: Group = Group {
    name: "tags",
    about: "Labels of assets",
    operations: OPERATIONS,
    groups: &[Group { name: "assets", about: "Which asset has which tags", operations: ASSETS, groups: &[] }],
};

const OPERATIONS: &[Operation] = &[
    Operation::list("list", "/v2/tag")
        .about("List tags")
        .answers_in("tags")
        .columns(
            &["id", "name", "description", "targetsCount", "updateTime"],
            &["updatedBy.name", "createTime", "createdBy.name"],
        )
        .members(&[
            "id",
            "name",
            "description",
            "createTime",
            "updateTime",
            "createdByUserId",
            "updatedByUserId",
            "targetsCount",
            "createdBy",
            "updatedBy",
        ]),
    Operation::post("create", "/v2/tag").about("Create a tag").object().arguments(&[NAME, DESCRIPTION]),
    Operation::put("update", "/v2/tag/{tagId}").about("Change tags").object().arguments(&[TAG, NAME, DESCRIPTION]),
    Operation::post("merge", "/v2/tag/merge")
        .about("Make one tag of several")
        .batch_ids("tagIds")
        .effect(Effect::Destroy)
        .arguments(&[
            Argument::body("mergeMethod", Kind::String)
                .values(&["MERGE_INTO_EXISTING_TAG", "MERGE_INTO_NEW_TAG"])
                .help("whether the one exists already"),
            Argument::body("mergeIntoTagId", Kind::Integer).help("the one, where it exists already"),
            Argument::body("name", Kind::String).help("what the new one is called"),
            Argument::body("description", Kind::String).help("what the new one is for"),
        ])
        .warning("The merged tags cease to exist, and which asset had which of them is lost."),
    Operation::delete("delete", "/v2/tag/{tagId}").about("Delete tags").arguments(&[TAG]).warning(ASSETS_LOSE_IT),
    Operation::post("delete-many", "/v2/tag/delete")
        .about("Delete tags in one request")
        .id_list("id")
        .effect(Effect::Destroy)
        .warning(ASSETS_LOSE_IT),
];

const ASSETS: &[Operation] = &[
    Operation::post("update", "/v2/tag/{assetType}")
        .about("Give tags to assets and take others from them")
        .batch_ids("assetIds")
        .arguments(&[
            ASSET_TYPE,
            Argument::body("tagIdsToAdd", Kind::Integers).help("tags that they get"),
            Argument::body("tagIdsToRemove", Kind::Integers).help("tags that they lose"),
        ]),
    Operation::put("replace", "/v2/tag/{assetType}/{assetId}").about("Set the tags of an asset").object().arguments(&[
        ASSET_TYPE,
        Argument::path("assetId").help("asset"),
        Argument::body("tagIds", Kind::Integers).help("all tags that it is to have; it loses any other"),
    ]),
];

const ASSETS_LOSE_IT: &str = "Every asset that has the tag loses it.";

const TAG: Argument = Argument::path("tagId").help("tag");

const ASSET_TYPE: Argument = Argument::path("assetType").values(&["device"]).help("what the assets are");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const DESCRIPTION: Argument = Argument::body("description", Kind::String).help("what it is for");
