//! The five operations of a kind of element, said once.

/// Makes the module of a kind: its five operations and `routes()`.
///
/// `named` are the words of the kind in texts, `at` its addresses, `checked` what the database has
/// to say on its details (see [`Part::unknown`](crate::elements::Part::unknown)).
#[macro_export]
macro_rules! elements {
    (
        $(#[doc = $doc:literal])+
        pub mod $many:ident of $document:ty: $element:ident, $new:ident, $details:ident, $id:ident;
        named $one:ident, $a:literal, $plural:literal in $of:literal;
        at $list:literal, $address:literal by $document_name:literal: $document_id:ident, $id_name:literal;
        tag $tag:literal; write $write:expr; says $says:literal;
        $(checked $unknown:expr;)?
    ) => { pastey::paste! {
        $(#[doc = $doc])+
        pub mod $many {
            use actix_web::{HttpResponse, web::Path};
            use domain::access::Action;

            use super::*;
            use $crate::{
                act::Write,
                elements::{self, ListElements, Part},
                http::{
                    body::{Body, Patch, PatchOf, Query},
                    paging::Page,
                    problem::ApiError,
                    routes::Route,
                },
                read::Read,
                route,
            };

            /// The routes of this kind.
            #[must_use]
            pub fn routes() -> Vec<Route> {
                vec![
                    route!([<list_ $many>], Action::ReadCaseRecords),
                    route!([<add_ $one>], $write),
                    route!([<get_ $one>], Action::ReadCaseRecords),
                    route!([<edit_ $one>], $write, if_match),
                    route!([<remove_ $one>], $write, if_match),
                ]
            }

            impl Part for $element {
                type Of = $document;
                const PLACE: &'static str = stringify!($many);
                $(fn unknown(
                    act: &mut $crate::act::Act<'_, '_>,
                    case: &$crate::cases::load::Loaded,
                    details: &$details,
                    before: Option<&$details>,
                ) -> Result<Vec<domain::warnings::Fault>, $crate::act::Stop> {
                    $unknown(act, case, details, before)
                })?
            }

            #[doc = concat!("List the ", $plural, " of ", $of)]
            #[utoipa::path(get, path = $list, tag = $tag,
                summary = concat!("List the ", $plural, " of ", $of),
                description = "In the order in which they were added. For whoever sees the case; not for data officers (403).",
                params(($document_name = $document_id, Path, description = "The document."), ListElements),
                responses((status = 200, description = "A page of them.", body = Page<$element>)))]
            pub async fn [<list_ $many>](
                read: Read,
                path: Path<$document_id>,
                query: Query<ListElements>,
            ) -> Result<HttpResponse, ApiError> {
                elements::list::<$element>(read, path.into_inner(), query.0).await
            }

            #[doc = concat!("Add ", $a, " to ", $of)]
            #[utoipa::path(post, path = $list, tag = $tag,
                summary = concat!("Add ", $a, " to ", $of), description = $says,
                params(($document_name = $document_id, Path, description = "The document.")),
                request_body = $new,
                responses((status = 201, description = "As it was added.", body = $element),
                    (status = 200, description = "What the same command with the same `id` added before, as it is now.", body = $element)))]
            pub async fn [<add_ $one>](
                write: Write,
                path: Path<$document_id>,
                body: Body<$new>,
            ) -> Result<HttpResponse, ApiError> {
                let document = path.into_inner();
                let address = $list.replace(concat!("{", $document_name, "}"), &document.to_string());
                elements::add::<$element>(write, document, address, body).await
            }

            #[doc = concat!("Read ", $a, " of ", $of)]
            #[utoipa::path(get, path = $address, tag = $tag,
                summary = concat!("Read ", $a, " of ", $of),
                description = "For whoever sees the case; not for data officers (403).",
                params(($document_name = $document_id, Path, description = "The document."),
                    ($id_name = $id, Path, description = "Which one.")),
                responses((status = 200, description = "As it is now.", body = $element)))]
            pub async fn [<get_ $one>](
                read: Read,
                path: Path<($document_id, $id)>,
            ) -> Result<HttpResponse, ApiError> {
                elements::get::<$element>(read, path.into_inner()).await
            }

            #[doc = concat!("Edit ", $a, " of ", $of)]
            #[utoipa::path(patch, path = $address, tag = $tag,
                summary = concat!("Edit ", $a, " of ", $of), description = $says,
                params(($document_name = $document_id, Path, description = "The document."),
                    ($id_name = $id, Path, description = "Which one; `If-Match` has its ETag.")),
                request_body(content = PatchOf<$details>, content_type = "application/merge-patch+json"),
                responses((status = 200, description = "As it is now.", body = $element)))]
            pub async fn [<edit_ $one>](
                write: Write,
                path: Path<($document_id, $id)>,
                patch: Patch<$details>,
            ) -> Result<HttpResponse, ApiError> {
                elements::edit::<$element>(write, path.into_inner(), patch).await
            }

            #[doc = concat!("Remove ", $a, " from ", $of)]
            #[utoipa::path(delete, path = $address, tag = $tag,
                summary = concat!("Remove ", $a, " from ", $of), description = $says,
                params(($document_name = $document_id, Path, description = "The document."),
                    ($id_name = $id, Path, description = "Which one; `If-Match` has its ETag.")),
                responses((status = 204, description = "It is gone; what it said is kept, encrypted.")))]
            pub async fn [<remove_ $one>](
                write: Write,
                path: Path<($document_id, $id)>,
            ) -> Result<HttpResponse, ApiError> {
                elements::remove::<$element>(write, path.into_inner()).await
            }
        }
    }};
}
