//! Queries of document requirements.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{
    intake::{Category, DocumentRequirement, DocumentType, requirements::UnitRequirements},
    parties::UnitId,
};

use super::Conn;
use crate::db::{
    schema::document_requirements,
    types::{Code, Id},
};

type Row = (Id, Code<Category>, Code<DocumentType>);

fn rows(conn: &mut Conn, reach: &[UnitId]) -> QueryResult<Vec<Row>> {
    let reach: Vec<Id> = reach.iter().copied().map(Id::from).collect();
    document_requirements::table
        .filter(document_requirements::unit_id.eq_any(reach))
        .select((
            document_requirements::unit_id,
            document_requirements::category,
            document_requirements::document_type,
        ))
        .load(conn)
}

/// What the intakes of a unit need: what it and every unit above it ask for. `reach` is the unit,
/// then every unit above. Whatever is asked for here is needed for acceptance.
pub fn document_requirements(
    conn: &mut Conn,
    reach: &[UnitId],
) -> QueryResult<Vec<DocumentRequirement>> {
    let wanted: BTreeSet<(Category, DocumentType)> = rows(conn, reach)?
        .into_iter()
        .map(|(_, category, document)| (category.0, document.0))
        .collect();
    Ok(wanted
        .into_iter()
        .map(|(category, document_type)| DocumentRequirement {
            category,
            document_type,
            required: true,
        })
        .collect())
}

/// The same by category and by the unit that says so, the nearest unit first.
pub fn by_unit(conn: &mut Conn, reach: &[UnitId]) -> QueryResult<Vec<UnitRequirements>> {
    let distance = |unit: UnitId| reach.iter().position(|above| *above == unit);
    let mut rows: Vec<(Category, Option<usize>, DocumentType, UnitId)> = rows(conn, reach)?
        .into_iter()
        .map(|(unit, category, document)| {
            let unit = unit.to();
            (category.0, distance(unit), document.0, unit)
        })
        .collect();
    rows.sort();
    let mut items: Vec<UnitRequirements> = Vec::new();
    for (category, _, document, unit_id) in rows {
        match items.last_mut() {
            Some(last) if last.category == category && last.unit_id == unit_id => {
                last.document_types.push(document);
            }
            _ => items.push(UnitRequirements {
                unit_id,
                category,
                document_types: vec![document],
            }),
        }
    }
    Ok(items)
}

/// What the unit itself asks for, in the order of the code list.
pub fn of(conn: &mut Conn, unit: UnitId, category: Category) -> QueryResult<Vec<DocumentType>> {
    let rows: Vec<Code<DocumentType>> = document_requirements::table
        .filter(document_requirements::unit_id.eq(Id::from(unit)))
        .filter(document_requirements::category.eq(Code(category)))
        .select(document_requirements::document_type)
        .load(conn)?;
    let mut documents: Vec<DocumentType> = rows.into_iter().map(|code| code.0).collect();
    documents.sort();
    Ok(documents)
}

/// Puts these in place of what the unit asked for.
pub fn put(conn: &mut Conn, now: &UnitRequirements) -> QueryResult<()> {
    let before = document_requirements::table
        .filter(document_requirements::unit_id.eq(Id::from(now.unit_id)))
        .filter(document_requirements::category.eq(Code(now.category)));
    diesel::delete(before).execute(conn)?;
    for document in &now.document_types {
        diesel::insert_into(document_requirements::table)
            .values((
                document_requirements::unit_id.eq(Id::from(now.unit_id)),
                document_requirements::category.eq(Code(now.category)),
                document_requirements::document_type.eq(Code(*document)),
            ))
            .execute(conn)?;
    }
    Ok(())
}
