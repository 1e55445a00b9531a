//! `ninjaone knowledge-base` and `ninjaone attachments`: articles, their folders, and files on their way.

use crate::catalog::{Argument, Effect, Group, Kind, Operation};

pub(super) const KNOWLEDGE_BASE: Group = Group {
    name: "knowledge-base",
    about: "Articles and their folders",
    operations: OPERATIONS,
    groups: &[
        Group {
            name: "articles",
            about: "Articles, of organizations and for all of them",
            operations: ARTICLES,
            groups: &[],
        },
        Group { name: "folders", about: "Folders of articles", operations: FOLDERS, groups: &[] },
    ],
};

pub(super) const ATTACHMENTS: Group = Group {
    name: "attachments",
    about: "Files that are uploaded before anything refers to them",
    operations: &[Operation::post("upload", "/v2/attachments/temp/upload")
        .about("Upload a file that something is to refer to")
        .multipart()
        .arguments(&[
            Argument::query("entityType", Kind::String).values(ATTACHED_TO).help("what is to refer to it"),
            FILE,
        ])],
    groups: &[],
};

const OPERATIONS: &[Operation] = &[Operation::patch("move", "/v2/knowledgebase/folders/move")
    .about("Move articles and folders")
    .object()
    .arguments(&[
        Argument::body("folderIds", Kind::Integers).help("folders to move"),
        Argument::body("documentIds", Kind::Integers).help("articles to move"),
        Argument::body("destinationFolderId", Kind::Integer).help("folder that they come into"),
        Argument::body("destinationOrganizationId", Kind::Integer)
            .help("organization that they come to, where it has no folder yet"),
    ])];

const ARTICLES: &[Operation] = &[
    Operation::list("list", "/v2/knowledgebase/organization/articles")
        .about("List the articles of organizations")
        .arguments(&[
            Argument::query("organizationIds", Kind::Integers).help("only articles of these organizations"),
            ARTICLE_NAME,
            INCLUDE_ARCHIVED,
        ])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::list("list-global", "/v2/knowledgebase/global/articles")
        .about("List the articles for all organizations")
        .arguments(&[ARTICLE_NAME, INCLUDE_ARCHIVED])
        .columns(COLUMNS, WIDE)
        .members(MEMBERS),
    Operation::post("create", "/v2/knowledgebase/articles").about("Create articles").list_body().arguments(&[
        NAME,
        Argument::body("organizationId", Kind::Integer).help("organization that it is for; without one, for all"),
        Argument::body("destinationFolderId", Kind::Integer).help("folder that it comes into"),
        Argument::body("destinationFolderPath", Kind::String).help("the same by names, as `Network|Routers`"),
        CONTENT,
    ]),
    Operation::patch("update", "/v2/knowledgebase/articles")
        .about("Change articles")
        .list_body()
        .batch_ids("id")
        .arguments(&[NAME, CONTENT]),
    Operation::post("upload", "/v2/knowledgebase/articles/upload")
        .about("Upload a file as an article")
        .multipart()
        .arguments(&[
            FILE,
            Argument::body("organizationId", Kind::Integer).help("organization that it is for; without one, for all"),
            Argument::body("folderId", Kind::Integer).help("folder that it comes into"),
            Argument::body("folderPath", Kind::String).help("the same by names, as `Network|Routers`"),
        ]),
    Operation::post("archive", "/v2/knowledgebase/articles/archive").about("Archive articles").id_list("id"),
    Operation::post("restore", "/v2/knowledgebase/articles/restore")
        .about("Take articles out of the archive")
        .id_list("id"),
    Operation::post("delete", "/v2/knowledgebase/articles/delete")
        .about("Delete articles")
        .id_list("id")
        .effect(Effect::Destroy)
        .warning(NO_WAY_BACK),
    // The specification says that nothing comes back, which would be no download.
    Operation::get("download", "/v2/knowledgebase/article/{articleId}/download")
        .about("Save an article as a file")
        .saves()
        .arguments(&[ARTICLE]),
    Operation::get("signed-urls", "/v2/knowledgebase/article/{articleId}/signed-urls")
        .about("Show links to the files in articles")
        .arguments(&[ARTICLE]),
];

const FOLDERS: &[Operation] = &[
    Operation::get("get", "/v2/knowledgebase/folder/{folderId}")
        .about("Show folders and what is in them")
        .arguments(&[Argument::path("folderId").help("folder"), INCLUDE_ARCHIVED])
        .columns(FOLDER_COLUMNS, FOLDER_WIDE)
        .members(FOLDER_MEMBERS),
    Operation::get("get-by-path", "/v2/knowledgebase/folder")
        .about("Show a folder by its path and what is in it")
        .arguments(&[
            Argument::query("folderPath", Kind::String).help("names from the top, as `Network|Routers`"),
            Argument::query("folderId", Kind::Integer).help("the folder by its id"),
            Argument::query("organizationId", Kind::Integer).help("organization whose folder it is"),
        ])
        .columns(FOLDER_COLUMNS, FOLDER_WIDE)
        .members(FOLDER_MEMBERS),
    Operation::post("archive", "/v2/knowledgebase/folders/archive").about("Archive folders").id_list("id"),
    Operation::post("restore", "/v2/knowledgebase/folders/restore")
        .about("Take folders out of the archive")
        .id_list("id"),
    Operation::post("delete", "/v2/knowledgebase/folders/delete")
        .about("Delete folders")
        .id_list("id")
        .effect(Effect::Destroy)
        .warning(NO_WAY_BACK),
];

const NO_WAY_BACK: &str = "What is archived can be restored, what is deleted cannot.";

const FILE: Argument = Argument::file("files").spelled("file").required().help("the file");

const ARTICLE: Argument = Argument::path("articleId").help("article");

const ARTICLE_NAME: Argument = Argument::query("articleName", Kind::String).help("only articles of this name");

const INCLUDE_ARCHIVED: Argument = Argument::query("includeArchived", Kind::Boolean).help("with what is archived");

const NAME: Argument = Argument::body("name", Kind::String).help("what it is called");

const CONTENT: Argument = Argument::body("content", Kind::Object).help("what it says: `{\"html\", \"text\"}`");

const ATTACHED_TO: &[&str] = &[
    "TICKET",
    "NODE",
    "DOCUMENT",
    "RELATED_ITEM",
    "CHECKLIST",
    "AUTOMATION",
    "LOCATION",
    "ORGANIZATION",
    "TRIGGER",
    "TECHNICIAN",
    "FILE_TRANSFER_AUTOMATION",
    "END_USER",
    "EMAIL_TEMPLATE",
    "POLICY",
];

const MEMBERS: &[&str] = &[
    "id",
    "organizationId",
    "parentFolderId",
    "name",
    "isNinjaArticle",
    "isArchived",
    "attachments",
    "content",
    "createTime",
    "updateTime",
    "archivedTime",
    "path",
];

const COLUMNS: &[&str] = &["id", "name", "path", "organizationId", "isArchived", "updateTime"];

const WIDE: &[&str] = &["parentFolderId", "isNinjaArticle", "createTime", "archivedTime"];

const FOLDER_MEMBERS: &[&str] = &[
    "id",
    "organizationId",
    "parentFolderId",
    "name",
    "isArchived",
    "createTime",
    "updateTime",
    "archivedTime",
    "content",
];

const FOLDER_COLUMNS: &[&str] = &["id", "name", "organizationId", "parentFolderId", "isArchived", "updateTime"];

const FOLDER_WIDE: &[&str] = &["createTime", "archivedTime", "content"];
